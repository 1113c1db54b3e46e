"""What the room tells the house. Nothing in it says who, or when within the day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class TrainingCompleted:
    """Somebody completed a course by themselves."""

    course: str
    version: int
    audience: str
    language: str
    on: date


@dataclass(frozen=True)
class GroupTrained:
    """A group session was held. Told again with the new counts when they are corrected."""

    session_id: UUID
    partner_id: UUID
    course: str
    audience: str
    people: int
    kits: int | None
    on: date


@dataclass(frozen=True)
class VersionPublished:
    """Another version of a course is what people see now."""

    course: str
    version: int
