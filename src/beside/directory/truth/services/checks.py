"""Somebody looked: write down what they found, and take it back when it was a slip."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.directory.models import Location, Verification
from beside.kernel import ids, record

Field, Finding = Verification.Field, Verification.Finding


class NothingToWithdraw(LookupError):
    """There is no such check, or it was withdrawn already."""


@transaction.atomic
def record_check(
    *, location: Location, finding: str, method: str, by: User, at: datetime,
    fields: Iterable[str] = (),
) -> UUID:  # fmt: skip
    """One look at a place: every field, or the given ones, had this finding."""
    check = ids.uuid7()
    looked_at = list(fields) or list(Field.values)
    Verification.objects.bulk_create(
        Verification(
            check_id=check, location=location, field=field, finding=Finding(finding),
            method=method, checked_at=at, by=by,
        )
        for field in looked_at
    )  # fmt: skip
    record.act(
        "place_checked", on=location, by=by, at=at,
        detail={"finding": finding, "method": method, "fields": looked_at},
    )  # fmt: skip
    return check


@transaction.atomic
def withdraw_check(*, check_id: UUID, by: User, at: datetime) -> Location:
    """Take a check back; it stays in the history, marked. Raises NothingToWithdraw."""
    rows = Verification.objects.filter(check_id=check_id, withdrawn_at=None)
    first = rows.select_related("location").first()
    if first is None or not rows.update(withdrawn_at=at):
        raise NothingToWithdraw(check_id)
    record.act("check_withdrawn", on=first.location, by=by, at=at, detail={"check": str(check_id)})
    return first.location
