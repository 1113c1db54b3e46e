"""State tables: what may happen in which state, read aloud by those who run the service.

    STEPS: Mapping[tuple[State, Event], Step[State]] = {
        (OPEN,    CHECKED_IN):      Step(OPEN, clock=timedelta(seconds=90)),
        (OPEN,    DEADLINE_PASSED): Step(CALLING, effects=(RING_CALLER,)),
    }   # any other pair raises NotAllowed

`diagram` and `table` draw one for the documents; a test compares them with the code.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Generic, TypeVar

State = TypeVar("State", bound=Hashable)
Event = TypeVar("Event", bound=Hashable)


class NotAllowed(Exception):
    """In this state this cannot happen. It is refused to the moment, not to the person."""

    def __init__(self, state: Hashable, event: Hashable) -> None:
        super().__init__(f"{word(event)} is not possible when {word(state)}")
        self.state, self.event = state, event


@dataclass(frozen=True)
class Step(Generic[State]):
    """Where a pair of state and event leads, what it sets in motion, and the next deadline."""

    to: State
    effects: tuple[str, ...] = ()
    clock: timedelta | None = None  # None: nothing is due in the new state
    keeps_clock: bool = False  # whatever was due before is due still

    def deadline_after(self, at: datetime, due: datetime | None = None) -> datetime | None:
        """When the new state must be left, if ever; `due` is the deadline of the state before."""
        if self.keeps_clock:
            return due
        return None if self.clock is None else at + self.clock


Table = Mapping[tuple[State, Event], Step[State]]


def take(steps: Table[State, Event], state: State, event: Event) -> Step[State]:
    """The step from `state` on `event`. Raises NotAllowed."""
    try:
        return steps[state, event]
    except KeyError:
        raise NotAllowed(state, event) from None


def ends(steps: Table[State, Event]) -> set[State]:
    """The states that nothing leads out of."""
    return {step.to for step in steps.values()} - {
        state for (state, _), step in steps.items() if step.to != state
    }


def unreachable(steps: Table[State, Event], start: State) -> set[State]:
    """States of the table that no walk from `start` comes to: each is a slip of the pen."""
    reached, edge = {start}, [start]
    while edge:
        here = edge.pop()
        new = {step.to for (state, _), step in steps.items() if state == here} - reached
        reached |= new
        edge += new
    return set(_states(steps, start)) - reached


def word(name: Hashable) -> str:
    """An enum's value, or the name itself, as words."""
    return str(name.value if isinstance(name, Enum) else name).replace("_", " ")


def duration(clock: timedelta) -> str:
    """ "20 s", "2 min", "1 h 30 min", "3 d"."""
    left, parts = round(clock.total_seconds()), []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts) or "0 s"


def diagram(steps: Table[State, Event], start: State) -> str:
    """The table as a Mermaid state diagram, its lines in the order of the table."""
    names = {state: _name(state) for state in _states(steps, start)}
    lines = ["stateDiagram-v2", f"    [*] --> {names[start]}"]
    lines += [f"    {name} : {word(state)}" for state, name in names.items()]
    for (state, event), step in steps.items():
        lines.append(f"    {names[state]} --> {names[step.to]} : {_label(event, step)}")
    lines += [f"    {names[state]} --> [*]" for state in names if state in ends(steps)]
    return "\n".join(lines)


def _label(event: Hashable, step: Step[State]) -> str:
    return "; ".join([word(event), *(word(effect) for effect in step.effects)])


def _name(state: Hashable) -> str:
    return word(state).replace(" ", "_").replace("-", "_")


def _states(steps: Table[State, Event], start: State) -> Iterable[State]:
    order = [start]
    for (state, _), step in steps.items():
        order += [state, step.to]
    return dict.fromkeys(order)


def table(steps: Table[State, Event]) -> str:
    """The table in Markdown: when, what happens, then, what it sets in motion, next deadline."""
    rows = ["| when | and | then | sets in motion | next deadline |", "|---|---|---|---|---|"]
    for (state, event), step in steps.items():
        effects = ", ".join(word(effect) for effect in step.effects) or "–"
        due = "as before" if step.keeps_clock else duration(step.clock) if step.clock else "–"
        cells = (word(state), word(event), word(step.to), effects, due)
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)
