"""Keep the phone numbers of those who help: sealed, under the name of nobody."""

from datetime import datetime, timedelta

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.kernel.transports.messages import BadAddress, e164
from beside.line.models import Operator
from beside.line.phone import numbers
from beside.line.services.opening import digest_of_number
from beside.privacy import vault

KEPT = numbers.KEPT - timedelta(days=1)


class NotANumber(ValueError):
    """The line could not ring this number by itself."""


@transaction.atomic
def keep_operator_number(*, user: User, number: str, by: User, at: datetime) -> None:
    """The phone on which `user` is rung; "" forgets it. Raises NotANumber."""
    operator, _new = Operator.objects.select_for_update().get_or_create(user=user)
    sealed, digest = _sealed(numbers.OPERATOR, number, at) if number else (None, None)
    if operator.number_id is not None:
        vault.destroy(operator.number_id, at=at, by=by)
    Operator.objects.filter(pk=operator.pk).update(number_id=sealed, number_digest=digest)
    record.act("line_operator_number_kept", on=user, by=by, at=at, detail={"is_kept": bool(number)})


def _sealed(kind: str, number: str, at: datetime) -> tuple[vault.SealedId, bytes]:
    try:
        written = e164(number)
    except BadAddress:
        raise NotANumber from None
    if not numbers.is_usable(written):
        raise NotANumber
    sealed = vault.seal(
        written.encode(), kind=kind, retain_until=at + KEPT, at=at, findable_by=[written]
    )
    return sealed, digest_of_number(written)
