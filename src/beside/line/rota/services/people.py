"""Those who answer and those who go: their phones, languages and limits."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.accounts.models import User
from beside.kernel import outbox, record
from beside.kernel.transports.messages import e164
from beside.line.digests import digest_of_number
from beside.line.models import Operator, Responder
from beside.line.phone import numbers
from beside.line.rota.services.shifts import AlreadySo
from beside.privacy import vault

TEST = "line.test_number"


class NotUsable(ValueError):
    """No number that the line may ring by itself: not one at all, or an emergency number."""


@sensitive_variables()
@transaction.atomic
def set_my_number(*, number: str, by: User, at: datetime) -> Operator:
    """The phone on which an operator is rung; nobody reads it, the machine dials it.

    Setting it again keeps it for another 400 days. Raises NotUsable.
    """
    sealed = _sealed(number, numbers.OPERATOR, at)
    operator, _ = Operator.objects.select_for_update().get_or_create(user=by)
    before, operator.number_id = operator.number_id, sealed
    operator.number_digest = digest_of_number(e164(number))
    operator.save(update_fields=["number_id", "number_digest"])
    if before:
        vault.destroy(before, at=at, by=by)
    record.act("line_operator_number_set", on=("line.operator", str(by.pk)), by=by, at=at)
    return operator


@transaction.atomic
def forget_my_number(*, by: User, at: datetime) -> None:
    """Destroy it: the line rings them no more. Raises AlreadySo."""
    operator = Operator.objects.select_for_update().filter(user=by).first()
    if operator is None or operator.number_id is None:
        raise AlreadySo
    vault.destroy(operator.number_id, at=at, by=by)
    Operator.objects.filter(pk=by.pk).update(number_id=None, number_digest=None)
    record.act("line_operator_number_forgotten", on=("line.operator", str(by.pk)), by=by, at=at)


@transaction.atomic
def set_operator(
    *,
    user: User,
    languages: Sequence[str],
    most_at_once: int,
    most_emergencies: int,
    by: User,
    at: datetime,
) -> Operator:
    """In which languages somebody answers, with how many people, how many emergencies a shift."""
    operator, _ = Operator.objects.select_for_update().get_or_create(user=user)
    operator.languages = list(languages)
    operator.most_at_once, operator.most_emergencies = most_at_once, most_emergencies
    operator.save(update_fields=["languages", "most_at_once", "most_emergencies"])
    record.act("line_operator_set", on=("line.operator", str(user.pk)), by=by, at=at,
               detail={"at_once": most_at_once, "emergencies": most_emergencies})  # fmt: skip
    return operator


@sensitive_variables()
@transaction.atomic
def add_responder(
    *, label: str, number: str, counties: Sequence[str], order: int, by: User, at: datetime
) -> Responder:
    """Somebody who goes when called. The label never tells who they are. Raises NotUsable."""
    responder = Responder.objects.create(
        label=label, number_id=_sealed(number, numbers.RESPONDER, at), counties=list(counties),
        order=order,
    )  # fmt: skip
    _act("line_responder_added", responder.pk, by, at)
    return responder


@sensitive_variables()
@transaction.atomic
def change_responder(
    *,
    responder_id: int,
    label: str,
    counties: Sequence[str],
    order: int,
    by: User,
    at: datetime,
    number: str = "",
) -> Responder:
    """Another label, other counties; another number only when one is given. Raises NotUsable."""
    responder = Responder.objects.select_for_update().get(pk=responder_id)
    responder.label, responder.counties, responder.order = label, list(counties), order
    if number:
        before, responder.number_id = responder.number_id, _sealed(number, numbers.RESPONDER, at)
        responder.tested_at = None
        vault.destroy(before, at=at, by=by)
    responder.save()
    _act("line_responder_changed", responder.pk, by, at)
    return responder


@transaction.atomic
def rest_responder(*, responder_id: int, is_available: bool, by: User, at: datetime) -> None:
    """They are not called for a while, or are again. Raises AlreadySo."""
    other = Responder.objects.filter(pk=responder_id, is_available=not is_available)
    if not other.update(is_available=is_available):
        raise AlreadySo(responder_id)
    _act("line_responder_back" if is_available else "line_responder_rests", responder_id, by, at)


@transaction.atomic
def remove_responder(*, responder_id: int, by: User, at: datetime) -> None:
    """Destroy their number and all that is known of them. Only of one who rests; else AlreadySo."""
    responder = Responder.objects.select_for_update().get(pk=responder_id)
    if responder.is_available:
        raise AlreadySo(responder_id)
    vault.destroy(responder.number_id, at=at, by=by)
    responder.delete()
    _act("line_responder_removed", responder_id, by, at)


@transaction.atomic
def ask_for_a_test(*, responder_id: int, by: User, at: datetime) -> None:
    """Send them a message that says it is a test; their row says when one was taken."""
    outbox.put(TEST, {"responder": responder_id}, about=("line.responder", str(responder_id)),
               due_at=at)  # fmt: skip
    _act("line_responder_test_asked", responder_id, by, at)


@transaction.atomic
def note_test(*, responder_id: int, at: datetime) -> None:
    """A carrier took the test message."""
    Responder.objects.filter(pk=responder_id).update(tested_at=at)
    record.act("line_responder_tested", on=("line.responder", str(responder_id)), at=at)


def _sealed(number: str, kind: str, at: datetime) -> vault.SealedId:
    if not numbers.is_usable(number):
        raise NotUsable
    plain = e164(number)
    return vault.seal(
        plain.encode(), kind=kind, retain_until=at + numbers.KEPT, at=at, findable_by=[plain]
    )


def _act(verb: str, responder_id: int, by: User, at: datetime) -> None:
    record.act(verb, on=("line.responder", str(responder_id)), by=by, at=at)
