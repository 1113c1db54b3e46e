"""The person with the private link: it came, it never came, send it again, call it off, forget."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import house, record
from beside.privacy import vault
from beside.supply.core import promises
from beside.supply.core.request import OPEN, Event, State
from beside.supply.mail.moving import Overtaken, move
from beside.supply.models import Request


class NowhereToSend(Exception):
    """Its address is destroyed: a new request is needed."""


@transaction.atomic
def say_came(*, request: Request, at: datetime, by: User | None = None) -> None:
    """It is there. Raises NotAllowed, Overtaken."""
    move(request, Event.CAME, at=at, by=by)


@transaction.atomic
def say_never_came(*, request: Request, at: datetime, by: User | None = None) -> None:
    """It did not come, though it should have. Raises NotAllowed, Overtaken."""
    move(request, Event.NEVER_CAME, at=at, by=by)


@transaction.atomic
def send_again(*, request: Request, at: datetime, by: User | None = None) -> None:
    """Once more, to the same address. Raises NowhereToSend, NotAllowed, Overtaken."""
    if request.is_posted and request.address_id is None:
        raise NowhereToSend(str(request.pk))
    promised_at = promises.posted_by(at, request.program.answer_days, house.zone())
    move(request, Event.SENT_AGAIN, at=at, by=by, promised_at=promised_at)


@transaction.atomic
def call_off(*, request: Request, at: datetime, by: User | None = None) -> None:
    """It is not wanted any more. Raises NotAllowed once it is on its way, Overtaken."""
    move(request, Event.CALLED_OFF, at=at, by=by)


@transaction.atomic
def forget_address(*, request: Request, at: datetime) -> None:
    """Destroy the address at once. What was not sent yet cannot be sent, and is called off."""
    if State(request.state) in OPEN:
        move(request, Event.CALLED_OFF, at=at)
    address_id = request.address_id
    Request.objects.filter(pk=request.pk).update(address_id=None, was_asked_to_forget=True)
    request.address_id, request.was_asked_to_forget = None, True
    if address_id:
        vault.destroy(address_id, at=at)
    record.act("request_forgotten", on=request, at=at)


@transaction.atomic
def pass_day(*, request_id: UUID, missed: datetime, at: datetime) -> None:
    """The last day of its state is over. Raises Overtaken, NotAllowed."""
    found = Request.objects.select_related("program", "shelf", "site").filter(pk=request_id)
    request = found.filter(deadline_at=missed).first()
    if request is None:
        raise Overtaken(str(request_id))
    move(request, Event.DAYS_PASSED, at=at)


@transaction.atomic
def purge(*, request_id: UUID, missed: datetime, at: datetime) -> bool:
    """Destroy its address and free its three words; whether there was an address.

    Raises Overtaken when it is no longer due.
    """
    request = Request.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if request is None or request.purge_at != missed:
        raise Overtaken(str(request_id))
    there = request.address_id is not None and vault.destroy(request.address_id, at=at)
    Request.objects.filter(pk=request.pk).update(address_id=None, code=None, purge_at=None)
    record.act("request_purged", on=request, at=at, detail={"address": there})
    return there


@transaction.atomic
def close_links(*, before: datetime, at: datetime) -> int:
    """Private links of requests that ended before then lead nowhere any more; how many."""
    found = Request.objects.filter(purge_at=None, deadline_at=None, moved_at__lt=before)
    closed = found.exclude(token_digest=None).update(token_digest=None)
    if closed:
        record.act("request_links_closed", on=("supply", "requests"), at=at,
                   detail={"count": closed})  # fmt: skip
    return closed


LINKS_KEPT = timedelta(days=400)
