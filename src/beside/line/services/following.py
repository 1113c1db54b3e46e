"""After an emergency: somebody called the person, and sat down with the operator."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line.models import FollowUp

RESULTS = {
    FollowUp.Kind.PERSON.value: ("reached", "not_reached", "declined"),
    FollowUp.Kind.OPERATOR.value: ("talked", "declined"),
}


class NotAResult(ValueError):
    """That cannot come of this kind."""


class AlreadyDone(ValueError):
    """Somebody has done it."""


@transaction.atomic
def finish(*, follow_up_id: int, result: str, by: User, at: datetime) -> None:
    """It was done, and this came of it. Raises NotAResult, AlreadyDone."""
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up_id)
    if result not in RESULTS[follow_up.kind]:
        raise NotAResult(result)
    if follow_up.done_at is not None:
        raise AlreadyDone(follow_up_id)
    FollowUp.objects.filter(pk=follow_up_id).update(done_at=at, done_by=by, result=result)
    detail = {"kind": follow_up.kind, "result": result}
    record.act("line_followed_up", on=("line.follow_up", follow_up_id), by=by, at=at, detail=detail)
