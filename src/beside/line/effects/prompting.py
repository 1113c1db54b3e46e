"""Ask somebody who does not check in, by what reaches them loudest; then warn them.

On a bad night many are silent at once, so all that is due is written together.
"""

from collections.abc import Callable, Sequence

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.line.core.session import State
from beside.line.effects.reread import MOVED_ON, Target, sessions_in
from beside.line.models import Session
from beside.line.services import calling
from beside.line.services.calling import Try

EVERY_WAY = [calling.VOICE, calling.SMS]


@outbox.handles_several("line.prompt")
def prompt(deliveries: Sequence[Delivery]) -> list[str]:
    """The first time by one way, the second time by every way there is."""
    return _ask(deliveries, State.PROMPTING, _ways_of_prompt)


@outbox.handles_several("line.veto")
def veto(deliveries: Sequence[Delivery]) -> list[str]:
    """The last seconds before the place is released: by every way."""
    return _ask(deliveries, State.UNRESPONSIVE, lambda session: EVERY_WAY)


def _ways_of_prompt(session: Session) -> list[str]:
    if session.prompts >= 2:
        return EVERY_WAY
    return [calling.VOICE] if session.line_up and session.call_id else [calling.SMS]


def _ask(
    deliveries: Sequence[Delivery], state: State, ways_of: Callable[[Session], list[str]]
) -> list[str]:
    """Try each person who is still in this state; what is said of each."""
    sessions = sessions_in(deliveries, [state])
    why = "prompt" if state is State.PROMPTING else "veto"
    ways = [ways_of(session) if session else [] for session in sessions]
    tries = [
        Try(session, Target.CALLER, "caller", way, why)
        for session, each in zip(sessions, ways, strict=True)
        if session
        for way in each
    ]
    calling.ring_all(tries=tries, at=max(delivery.at for delivery in deliveries))
    return [" ".join(each) or MOVED_ON for each in ways]
