"""What was taken away as a file, for the record."""

from datetime import datetime

from beside.accounts.models import User
from beside.kernel import record


def note_taken(*, what: str, rows: int, by: User, at: datetime) -> None:
    """Somebody took a list of stock away."""
    record.act("stock_taken_away", on=("supply.list", what), by=by, at=at, detail={"rows": rows})
