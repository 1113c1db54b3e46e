"""A kit was used. Its refill is asked for in the same step as the report (`supply.reversals`);
if somebody had passed it on, the reach of that program's peers counts one more reversal.

The report knows of no card and no peer: it said only that the kit came from somebody who passes
them on. So the sum of a program's month grows by one, and nothing else happens.
"""

from datetime import date, datetime

from beside.kernel import facts
from beside.peers.services import reversing
from beside.supply.core.used import KitFrom
from beside.supply.facts import KitWasUsed, ReportTakenBack
from beside.supply.models import Program


@facts.receives(KitWasUsed)
def count_a_reversal(fact: KitWasUsed, *, at: datetime) -> None:
    """One more, in the month in which it happened."""
    if program := _program_of(fact):
        reversing.note_reversal(program=program, month=_month(fact.month), at=at)


@facts.receives(ReportTakenBack)
def count_one_less(fact: ReportTakenBack, *, at: datetime) -> None:
    """It was a slip."""
    if program := _program_of(fact):
        reversing.take_reversal_back(program=program, month=_month(fact.month), at=at)


def _program_of(fact: KitWasUsed | ReportTakenBack) -> Program | None:
    """The program whose report it is, when the kit had been passed on."""
    if fact.kit_from != KitFrom.PEER or fact.program_id is None:
        return None
    return Program.objects.filter(pk=fact.program_id).first()


def _month(said: str) -> date:
    return date.fromisoformat(f"{said}-01")
