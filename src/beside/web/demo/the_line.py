"""A living line for the demonstration: invented centers, and somebody who waits for an answer."""

from datetime import datetime, timedelta

from beside.accounts.models import User
from beside.line.core.ladder import Kind
from beside.line.core.psap_rows import Center
from beside.line.core.rhythm import Route
from beside.line.models import Operator, Psap, Session
from beside.line.particulars import Contact, Particulars
from beside.line.services import centers, opening, presence

CENTERS = (
    ("Example: Madison County 911", ("21151",), "+18595550111", "+18595550112", 20),
    ("Example: Estill County Dispatch", ("21065",), "+16065550113", "", 400),
    ("Example: Fayette County E911", ("21067",), "+18595550114", "", 90),
)
TONIGHT = ((Session.Way.CHAT, "es", Route.SNORT, "44 Example Lane, Richmond", "40475"),)


def fill_line(at: datetime, by: User) -> None:
    """Centers, one of them untested for long, a relay, an operator on call, one who waits."""
    for name, counties, number, fallback, days in CENTERS:
        center = Center(
            name=name, counties=counties, number=number, fallback=fallback,
            source="Invented for the demonstration", tested=(at - timedelta(days=days)).date(),
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
    for way, language, route, place, zip_code in TONIGHT:
        told = Particulars(
            place=place, zip=zip_code, callback="+18595550147", substance="fentanyl",
            naloxone="here", contacts=(Contact(1, "Example neighbor", "+18595550148"),),
        )  # fmt: skip
        opening.open_session(
            way=way, language=language, at=at, particulars=told, chosen=[Kind.PERSON], route=route
        )
