"""What somebody tells in the middle of a call or by SMS: added to what they said before."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from beside.kernel.transports.messages import BadAddress, e164
from beside.line import particulars
from beside.line.core.ladder import Kind
from beside.line.core.rhythm import Route
from beside.line.models import Session
from beside.line.particulars import Contact
from beside.line.phone import numbers
from beside.line.services import planning, telling

ALWAYS = (Kind.ON_CALL, Kind.RELAY)
ZIP = re.compile(r"(?<!\d)\d{5}(?!\d)")
ROUTES = {"1": Route.INJECT, "2": Route.SMOKE, "3": Route.SNORT, "4": Route.SWALLOW}


class NotUsable(ValueError):
    """The line cannot ring this number by itself."""


def add(session: Session, at: datetime, *, route: Route | None = None, **facts: Any) -> None:
    """These particulars, beside all that is known already."""
    known = numbers.opened(session, particulars.SELF, at)
    _tell(session, replace(known, **facts), chosen(session), route or Route(session.route), at)


def add_place(session: Session, text: str, at: datetime) -> None:
    """Where they are, in their own words; a ZIP code among them is one."""
    _keep_place(session, text.strip(), text, at)


def add_to_place(session: Session, text: str, at: datetime) -> None:
    """The rest of an address that comes in more than one text."""
    before = numbers.opened(session, particulars.SELF, at).place
    _keep_place(session, f"{before} {text}".strip(), text, at)


def _keep_place(session: Session, place: str, text: str, at: datetime) -> None:
    found = ZIP.findall(text)
    facts = {"zip": found[-1]} if found else {}
    add(session, at, place=place[:300], **facts)


def add_contact(session: Session, text: str, at: datetime) -> None:
    """Somebody who should come first. Raises NotUsable."""
    if not numbers.is_usable(text):
        raise NotUsable
    try:
        number = e164(text)
    except BadAddress:
        raise NotUsable from None
    known = numbers.opened(session, particulars.SELF, at)
    contacts = (Contact(rung=1, name="", number=number),)
    kinds = [Kind.PERSON, *(kind for kind in chosen(session) if kind is not Kind.PERSON)]
    _tell(session, replace(known, contacts=contacts), kinds, Route(session.route), at)


def use_plan(session: Session, number: int, at: datetime) -> None:
    """What they kept for next time; the number they call from stays. Raises NoSuchPlan."""
    kept = planning.open_plan(number=number, at=at)
    known = numbers.opened(session, particulars.SELF, at)
    callback = known.callback or kept.particulars.callback
    _tell(session, replace(kept.particulars, callback=callback), list(kept.chosen), kept.route, at)


def chosen(session: Session) -> list[Kind]:
    """The rungs the person chose, without those that are always there."""
    kinds = [Kind(kind) for kind in session.rungs.values_list("kind", flat=True)]
    while kinds and kinds[-1] in ALWAYS:
        kinds.pop()
    return kinds


def _tell(
    session: Session, said: particulars.Particulars, kinds: Sequence[Kind], route: Route,
    at: datetime,
) -> None:  # fmt: skip
    telling.tell(
        session_id=session.pk, particulars=said, chosen=kinds, route=route,
        language=session.language, at=at,
    )  # fmt: skip
    session.refresh_from_db()
