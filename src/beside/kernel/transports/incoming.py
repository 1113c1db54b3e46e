"""What people text to us: STOP and START are heard here, everything else by the rooms."""

from collections.abc import Callable
from datetime import datetime

from beside.kernel.transports import optouts
from beside.kernel.transports.messages import e164

Hear = Callable[[str, str, datetime], None]

_listeners: list[Hear] = []


def listen(hear: Hear) -> None:
    """Call `hear(number, text, at)` for each SMS that is not STOP or START. In AppConfig.ready."""
    _listeners.append(hear)


def hear(number: str, text: str, at: datetime) -> None:
    """Raises BadAddress for a sender that is no number."""
    number = e164(number)
    if optouts.hear(number, text, at):
        return
    for listener in _listeners:
        listener(number, text, at)
