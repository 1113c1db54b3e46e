"""Pages of the rota that need something in the house before they can be looked at."""

from beside.line.models import Responder, Shift
from tests.line.rota import samples
from tests.pages.registry import Page
from tests.pages.signing_in import walker


def pages() -> list[Page]:
    """One shift, one swap, one responder, one partner line."""
    if not Shift.objects.exists():
        samples.swap()
        samples.shift(samples.folk.person("line_operator"), days=1, hours=20)
        samples.pattern()
        samples.partner_line()
    me = walker()
    mine = Shift.objects.filter(user=me).first() or samples.shift(me, days=5)
    known = Responder.objects.first() or samples.responder()
    rota, settings = "/en/staff/line/rota", "/en/staff/line/settings"
    return [
        _staff("one's own shifts", f"{rota}/mine/"),
        _staff("asking for a swap", f"{rota}/shifts/{mine.pk}/swap/"),
        _staff("another week", f"{rota}/?week=2026-03-09"),
        _staff("a responder", f"{settings}/responders/{known.pk}/"),
        _staff("an operator", f"{settings}/operators/{me.pk}/"),
        _staff("staffing asked", "/en/staff/line/staffing/?calls=40&minutes=6&lines=8"),
    ]


def _staff(name: str, path: str) -> Page:
    return Page(name, path, signed_in=True, budget=120_000, requests=12)
