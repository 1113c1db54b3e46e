"""Before a first shift: sound and practice, or a supervisor who lets somebody in."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.line.models import Operator


@transaction.atomic
def note_sound_test(*, by: User, at: datetime) -> None:
    """They heard the console ring."""
    _set(by, sound_tested_at=at)
    record.act("line_sound_tested", on=by, by=by, at=at)


@transaction.atomic
def note_practised(*, operator: User, at: datetime) -> None:
    """They went through a practice call to its end."""
    _set(operator, practised_at=at)
    record.act("line_practised", on=operator, by=operator, at=at)


@transaction.atomic
def let_in(*, operator: User, by: User, at: datetime) -> None:
    """A supervisor lets them answer without sound test and practice, and stands for it."""
    _set(operator, let_in_at=at, let_in_by=by)
    record.act("line_operator_let_in", on=operator, by=by, at=at)


def _set(user: User, **columns: object) -> None:
    Operator.objects.update_or_create(user=user, defaults=columns)
