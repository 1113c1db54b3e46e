"""What the finder knows of a place: values only, as read through `access`."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from beside.directory.core.opening import Hours
from beside.directory.truth.freshness import Checked

KEY_LENGTH = 10


@dataclass(frozen=True)
class Offering:
    """One service as given at a place. None means nobody has said; never read as no."""

    service_id: UUID
    name: str
    offers: frozenset[str]
    hours: Hours
    languages: frozenset[str] = frozenset()
    walk_in: bool | None = None
    no_id_needed: bool | None = None
    free: bool | None = None
    first_visit_medication: bool | None = None


@dataclass(frozen=True)
class Listing:
    """A place with all that is offered there."""

    location_id: UUID
    name: str
    organization: str
    street: str
    city: str
    state: str
    zip: str
    latitude: float
    longitude: float
    offerings: tuple[Offering, ...]
    phone: str = ""
    wheelchair: bool | None = None
    checked: Checked | None = None
    year: int | None = None
    unreliable: bool = False
    key: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.location_id))

    @cached_property
    def offers(self) -> frozenset[str]:
        """All that is offered there."""
        return frozenset().union(*(one.offers for one in self.offerings))


def key_of(location_id: UUID) -> str:
    """A short public name for the address bar: the random tail of the id."""
    return location_id.hex[-KEY_LENGTH:]
