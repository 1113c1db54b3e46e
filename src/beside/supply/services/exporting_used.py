"""Reports left the house as a file for a funder."""

from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.core.report_styles import Style
from beside.supply.models import Program


@transaction.atomic
def note_taken(*, program: Program, style: Style, count: int, by: User, at: datetime) -> None:
    """Record who took how many reports, in which style."""
    detail = {"style": style.value, "count": count}
    record.act("reversals_taken", on=program, by=by, at=at, detail=detail)
