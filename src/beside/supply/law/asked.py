"""What an address asks for: a state, a topic, what to show of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from beside.places import queries as places
from beside.supply.core.law import STATES, TERRITORIES, Topic, Value

SHOWS = ("due", "promised", "here")


def state_asked(written: str) -> str:
    """The postal code of a state, DC or a territory. Raises Http404."""
    state = written.upper()
    if state not in STATES + TERRITORIES:
        raise Http404("no such state")
    return state


def topic_asked(written: str) -> Topic:
    """Raises Http404."""
    try:
        return Topic(written)
    except ValueError as error:
        raise Http404("no such topic") from error


def state_names() -> list[tuple[str, str]]:
    """Code and name, the states first, then the territories; each in order of its name."""
    named = {place.state: place.name for place in places.states()}
    return [
        (code, named.get(code, code))
        for group in (STATES, TERRITORIES)
        for code in sorted(group, key=lambda code: named.get(code, code))
    ]


def state_name(state: str) -> str:
    """As people call it."""
    return dict(state_names())[state]


@dataclass(frozen=True)
class Filter:
    """What of the table is asked for. What cannot be meant is not asked."""

    state: str = ""
    topic: str = ""
    value: str = ""
    show: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filter":
        known = {
            "state": STATES + TERRITORIES, "topic": tuple(Topic), "value": tuple(Value),
            "show": SHOWS,
        }  # fmt: skip
        said = {name: asked.get(name, "") for name in known}
        return cls(**{name: said[name] for name, may in known.items() if said[name] in may})

    @property
    def asks(self) -> bool:
        return bool(self.state or self.topic or self.value or self.show)

    @property
    def query(self) -> str:
        return urlencode({name: said for name, said in vars(self).items() if said})
