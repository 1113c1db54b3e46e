"""Pages of kits by mail for the matrix."""

from beside.kernel import clock
from beside.supply.mail import picking
from beside.supply.mail.services import following, packing
from beside.supply.models import Lot
from tests.pages.registry import Page
from tests.supply import shared
from tests.supply.mail import shared as mail

STAFF = "/en/staff/supply/mail"


def pages() -> list[Page]:
    """A program with something in every state."""
    program, *_ = mail.mailing()
    at = clock.now()
    by, there = mail.packer(program), mail.site(program)
    shared.stocked(200, lot="P1")
    shared.stocked(200, lot="P2", at_place=there)
    waiting = mail.place(program, at=at)
    others = mail.place(program, at=at, for_others=True)
    posted = mail.place(program, at=at)
    mail.posted(posted.request, by=by, at=at)
    lost = mail.place(program, at=at)
    mail.posted(lost.request, by=by, at=at)
    following.say_never_came(request=lost.request, at=at)
    ready = mail.place(program, at=at, site=there)
    mail.posted(ready.request, by=by, at=at)
    some = [mail.ask(program, at=at, language=code) for code in ("en", "es", "en")]
    batch = mail.batch_of(*some, by=by, at=at).batch
    first = Lot.objects.get(pk=min(picking.needs(batch)))
    packing.pick(batch=batch, read=picking.Read(first.number), by=by, at=at)
    links = {
        "asked": waiting,
        "with more offered": others,
        "on its way": posted,
        "lost": lost,
        "ready": ready,
    }
    return [
        *(Page(f"a request {name}", f"/en/kits/r/{one.token}/") for name, one in links.items()),
        Page("no such request", "/en/kits/r/0000000000000000000000/", status=404),
        _staff("more kits", f"{STAFF}/requests/{others.request.pk}/more/"),
        _staff("a batch", f"{STAFF}/batches/{batch.pk}/"),
        _staff("labels", f"{STAFF}/batches/{batch.pk}/labels/"),
        _staff("papers", f"{STAFF}/batches/{batch.pk}/papers/"),
    ]


def _staff(name: str, path: str) -> Page:
    return Page(name, path, signed_in=True, budget=120_000, requests=12)
