"""What lies there for one side."""

from dataclasses import dataclass
from uuid import UUID

from beside.line.models import Signal

AT_ONCE = 200


@dataclass(frozen=True)
class Heard:
    """One thing the other side said."""

    id: int
    kind: str
    body: dict[str, str]

    def as_words(self) -> dict[str, object]:
        return {"id": self.id, "kind": self.kind, "body": self.body}


def since(session_id: UUID, side: str, after: int) -> list[Heard]:
    """What the other side said after that, in order."""
    theirs = Signal.objects.filter(session_id=session_id, id__gt=after).exclude(side=side)
    rows = theirs.order_by("id").values_list("id", "kind", "body")[:AT_ONCE]
    return [Heard(*row) for row in rows]
