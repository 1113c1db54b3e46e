"""A living line for the demonstration: centers, a rota with gaps, responders, one who waits."""

from datetime import datetime, time, timedelta

from beside.accounts.models import User
from beside.kernel import house
from beside.line.core.ladder import Kind
from beside.line.core.psap_rows import Center
from beside.line.core.rhythm import Route
from beside.line.models import Operator, Psap, Session
from beside.line.particulars import Contact, Particulars
from beside.line.rota.services import patterns, people
from beside.line.services import centers, opening, presence

CENTERS = (
    ("Example: Madison County 911", ("21151",), "+18595550111", "+18595550112", 20),
    ("Example: Estill County Dispatch", ("21065",), "+16065550113", "", 400),
    ("Example: Fayette County E911", ("21067",), "+18595550114", "", 90),
)
EVENINGS = ((0, 18, 23), (1, 18, 23), (3, 18, 23), (4, 17, 23), (5, 12, 23), (6, 12, 22))
"""When Dee answers: weekday, from, until. What is left is what the rota shows as open."""
RESPONDERS = (
    ("Rosa, east side", "+18595550131", ("21151",)),
    ("Lou, north end", "+18595550132", ()),
)
TONIGHT = ((Session.Way.CHAT, "es", Route.SNORT, "44 Example Lane, Richmond", "40475"),)


def fill_line(at: datetime, by: User) -> None:
    """Centers, one of them untested for long, a relay, an operator on call, one who waits."""
    for name, counties, number, fallback, days in CENTERS:
        center = Center(
            name=name, counties=counties, number=number, fallback=fallback,
            source="Invented for the demonstration", tested=house.today(at - timedelta(days=days)),
        )  # fmt: skip
        if not Psap.objects.filter(name=name).exists():
            centers.add_center(center=center, by=by, at=at)
    centers.set_relay(
        name="Example: relay center", number="+18885550120", source="Invented", by=by, at=at
    )
    Operator.objects.update_or_create(
        user=by, defaults={"practised_at": at, "sound_tested_at": at}
    )  # fmt: skip
    presence.come(by=by, at=at, on_call_only=True)
    _promise(by, at)
    _wait(at)


def _promise(by: User, at: datetime) -> None:
    """Evenings at a console, and two who go when asked."""
    for weekday, starts, ends in EVENINGS:
        patterns.add_pattern(
            user=by, weekday=weekday, starts=time(starts), ends=time(ends),
            from_date=house.today(at), at=at, by=by,
        )  # fmt: skip
    for order, (label, number, counties) in enumerate(RESPONDERS):
        people.add_responder(
            label=label, number=number, counties=counties, order=order, by=by, at=at
        )


def _wait(at: datetime) -> None:
    for way, language, route, place, zip_code in TONIGHT:
        told = Particulars(
            place=place, zip=zip_code, callback="+18595550147", substance="fentanyl",
            naloxone="here", contacts=(Contact(1, "Example neighbor", "+18595550148"),),
        )  # fmt: skip
        opening.open_session(
            way=way, language=language, at=at, particulars=told, chosen=[Kind.PERSON], route=route
        )
