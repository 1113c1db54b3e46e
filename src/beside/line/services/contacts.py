"""Chosen contacts, tested when the session is armed: what cannot work is on the page at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.kernel.transports import optouts
from beside.kernel.transports.messages import BadAddress, e164
from beside.line import particulars
from beside.line.core import emergency
from beside.line.core.ladder import Kind
from beside.line.digests import digest_of_number
from beside.line.models import Attempt, Rung, Session
from beside.line.moving import note
from beside.line.phone import numbers
from beside.line.services import calling
from beside.line.services.ladders import TEST

__all__ = ["TEST", "note_fault", "test_contacts"]


@transaction.atomic
def test_contacts(*, session_id: UUID, at: datetime) -> list[int]:
    """Judge who was chosen; the texts sent to see whether they can be reached.

    The text says neither who chose them nor why. A rung without a fault has been tested.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    here = numbers.opened(session, particulars.REACH, at)
    tries = []
    for rung in session.rungs.filter(kind=Kind.PERSON):
        contact = here.contact_on(rung.position)
        number = contact.number if contact else ""
        digest = digest_of_number(number)
        if rung.tested_digest is not None and bytes(rung.tested_digest) == digest:
            continue
        fault = _fault_of(number)
        Rung.objects.filter(pk=rung.pk).update(tested_at=at, tested_digest=digest, fault=fault)
        if not fault:
            tries.append(calling.ring(
                session=session, target=Attempt.Target.PERSON, whom=f"rung:{rung.position}",
                at=at, rung=rung, way=calling.SMS, why="test",
            ).pk)  # fmt: skip
    note(session, "contacts_tested", at=at, detail={"tried": len(tries)})
    return tries


@transaction.atomic
def note_fault(*, rung_id: int, fault: str, at: datetime) -> None:
    """A contact turned out not to be reachable: the person's page says so."""
    rung = Rung.objects.select_related("session").get(pk=rung_id)
    if Rung.objects.filter(pk=rung_id, fault="").update(fault=fault):
        note(rung.session, "contact_fault", at=at, detail={"rung": rung.position, "why": fault})


def _fault_of(number: str) -> str:
    """Why the line could not reach this number; "" when nothing speaks against it."""
    if not number:
        return "no_number"
    if numbers.is_forbidden(number):
        return "forbidden"
    try:
        written = e164(number)
    except BadAddress:
        return "bad_number"
    if not emergency.is_dialable(written):
        return "bad_number"
    return "opted_out" if optouts.has_stopped(written) else ""
