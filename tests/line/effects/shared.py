"""People who may be called, and sessions in which they are."""

from datetime import timedelta

from beside.accounts.models import User
from beside.kernel import clock
from beside.line.models import Operator, Presence, Relay, Responder, Session
from beside.line.phone import numbers
from beside.line.rota.services import people as helpers
from beside.privacy import vault
from tests import people
from tests.line.shared import let_deadline_pass

RELAY, RESPONDER, OPERATOR = "+18005550111", "+16065550170", "+16065550160"


def operator(number: str = OPERATOR, *, on_call: bool = True) -> User:
    dee, at = people.person("line_operator"), clock.now()
    if number:
        helpers.set_my_number(number=number, by=dee, at=at)
    else:
        Operator.objects.create(user=dee)
    Presence.objects.create(user=dee, on_call_only=on_call, since_at=at, seen_at=at, deadline_at=at)
    return dee


def responder(number: str = RESPONDER, counties: tuple[str, ...] = ("21151",)) -> Responder:
    at = clock.now()
    sealed = vault.seal(
        number.encode(),
        kind=numbers.RESPONDER,
        retain_until=at + numbers.KEPT - timedelta(days=1),
        at=at,
    )
    return Responder.objects.create(label="Neighbour", counties=list(counties), number_id=sealed)


def relay() -> Relay:
    return Relay.objects.create(name="Relay", number=RELAY, changed_at=clock.now())


def released(session: Session) -> Session:
    """Silent until the place is released and the first rung's turn has come."""
    while Session.objects.get(pk=session.pk).state != "released":
        session = let_deadline_pass(session)
    return session
