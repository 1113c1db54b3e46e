"""When it is over: what the person would like, and their wish that nothing be left."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.kernel import facts
from beside.kernel.steps import NotAllowed
from beside.line.core.session import State
from beside.line.facts import WishWasSaid
from beside.line.models import Session
from beside.line.moving import note
from beside.line.services import purging


class KeptForNow(Exception):
    """Help was called: what is needed to follow up is kept until its day."""


@transaction.atomic
def say_wish(*, session_id: UUID, kits: bool, referral: bool, at: datetime) -> None:
    """After the end: kits by mail, somebody to talk to about care; each a yes or a no.

    Raises NotAllowed while the session runs.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.state != State.ENDED:
        raise NotAllowed(session.state, "say_wish")
    Session.objects.filter(pk=session_id).update(wants_kits=kits, wants_referral=referral)
    note(session, "wish_said", at=at, detail={"kits": kits, "referral": referral})
    if not session.is_practice and (kits or referral):
        wish = WishWasSaid(session_id=session_id, county_fips=session.county_fips,
                           wants_kits=kits, wants_referral=referral)  # fmt: skip
        facts.publish(wish, about=("line.session", str(session_id)), at=at)


@transaction.atomic
def destroy_now(*, session_id: UUID, at: datetime) -> bool:
    """The person wants nothing kept, not even for the quarter of an hour. Whether it was there.

    Raises KeptForNow after an emergency, NotAllowed while the session runs.
    """
    session = Session.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        return False
    if session.state != State.ENDED:
        raise NotAllowed(session.state, "destroy_now")
    if session.released_at is not None:
        raise KeptForNow(session_id)
    return purging.purge(session_id=session_id, at=at)
