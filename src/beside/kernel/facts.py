"""Facts: what one room tells the house, and who upstairs hears it.

A fact is a frozen dataclass in the past tense (`KitWasUsed`). Publishing it puts one
effect for each receiver into the outbox, in the publisher's transaction; so a fact is
heard if and only if what it says was committed, each receiver once, and one receiver
that fails does not keep the others from hearing.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from beside.kernel import outbox, packing
from beside.kernel.about import Subject

Receiver = TypeVar("Receiver", bound=Callable[..., object])
_receivers: dict[type, list[str]] = {}
_urgent: dict[str, bool] = {}


def receives(fact_type: type, *, urgent: bool = False) -> Callable[[Receiver], Receiver]:
    """Declare that this function hears facts of this type. Import it in AppConfig.ready.

    It is called as `receiver(fact, at=...)` in a transaction of its own; whatever
    it writes commits together with the receipt, so it is effective once. It must
    not talk to the outside; it puts effects for that.
    """

    def declare(receiver: Receiver) -> Receiver:
        kind = _kind(receiver)

        @outbox.handles(kind, together=True)
        def hear(delivery: outbox.Delivery) -> None:
            receiver(packing.unpack(fact_type, delivery.payload), at=delivery.at)

        _receivers.setdefault(fact_type, []).append(kind)
        _urgent[kind] = urgent
        return receiver

    return declare


def publish(fact: Any, *, about: Subject | str, at: datetime) -> int:
    """Tell the house, when this transaction commits; return how many will hear.

    Nobody listening is no fault: lower rooms stand without the upper ones.
    """
    receivers = _receivers.get(type(fact), [])
    for kind in receivers:
        outbox.put(kind, packing.pack(fact), about=about, due_at=at, urgent=_urgent[kind])
    return len(receivers)


def heard_by() -> dict[type, list[str]]:
    """Every fact type and who hears it, for the documents."""
    return {fact_type: list(kinds) for fact_type, kinds in _receivers.items()}


def _kind(receiver: Callable[..., object]) -> str:
    room = receiver.__module__.removeprefix("beside.")
    return f"fact:{room}.{receiver.__qualname__}"[-80:]
