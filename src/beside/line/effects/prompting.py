"""Ask somebody who does not check in, by what reaches them loudest; then warn them."""

from datetime import datetime

from beside.kernel import outbox
from beside.kernel.outbox import Delivery
from beside.line.core.session import State
from beside.line.effects.reread import MOVED_ON, Target, session_in
from beside.line.models import Session
from beside.line.services import calling


@outbox.handles("line.prompt", together=True)
def prompt(delivery: Delivery) -> str:
    """The first time by one way, the second time by every way there is."""
    session = session_in(delivery, [State.PROMPTING])
    if session is None:
        return MOVED_ON
    ways = [calling.VOICE, calling.SMS]
    if session.prompts < 2:
        ways = [calling.VOICE] if session.line_up and session.call_id else [calling.SMS]
    return ask(session, ways, "prompt", delivery.at)


@outbox.handles("line.veto", together=True)
def veto(delivery: Delivery) -> str:
    """The last seconds before the place is released: by every way."""
    session = session_in(delivery, [State.UNRESPONSIVE])
    if session is None:
        return MOVED_ON
    return ask(session, [calling.VOICE, calling.SMS], "veto", delivery.at)


def ask(session: Session, ways: list[str], why: str, at: datetime) -> str:
    """Try the person by each of these ways."""
    for way in ways:
        calling.ring(session=session, target=Target.CALLER, whom="caller", at=at, way=way, why=why)
    return " ".join(ways)
