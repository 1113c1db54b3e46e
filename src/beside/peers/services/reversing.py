"""A kit that somebody had passed on was used, says a report that knows of no card."""

from datetime import date, datetime

from django.db import transaction

from beside.kernel import record
from beside.peers import tallies
from beside.supply.models import Program


@transaction.atomic
def note_reversal(*, program: Program, month: date, at: datetime) -> None:
    """Add it to the sums of the month in which it happened."""
    tallies.add(program, month, {"reversals": 1})
    record.act("peer_reversal_counted", on=program, at=at)


@transaction.atomic
def take_reversal_back(*, program: Program, month: date, at: datetime) -> None:
    """The report was a slip."""
    tallies.add(program, month, {"reversals": -1})
    record.act("peer_reversal_taken_back", on=program, at=at)
