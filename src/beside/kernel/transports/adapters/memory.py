"""Carriers that keep what they are given: for tests, held to the real ones by one contract."""

from dataclasses import dataclass, field
from typing import Any

from beside.kernel.transports.messages import Message, Sent


@dataclass
class Memory:
    """Raises `trouble` if there is any; otherwise keeps the message."""

    name: str = "memory"
    sent: list[tuple[str, Message]] = field(default_factory=list)
    trouble: Exception | None = None

    def send(self, message: Any, *, key: str) -> Sent:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((key, message))
        return Sent(self.name, f"{self.name}-{len(self.sent)}")
