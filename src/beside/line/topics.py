"""Who may hear which news of the line."""

from beside.kernel import live
from beside.line.models import Message, Session

TO_CALLER, TO_OPERATOR = "line.voice.caller:", "line.voice.operator:"


def of_signals(session: Session, side: str) -> str:
    """The topic on which a side's own page hears that something lies there for it."""
    if side == Message.Side.OPERATOR:
        return f"{TO_OPERATOR}{session.pk}"
    return f"{TO_CALLER}{bytes(session.token_digest or b'').hex()}"


def register() -> None:
    from beside.line import moving

    live.topic(
        moving.CALLER,
        words="whoever holds the link of that session",
        may=lambda scope, topic: len(topic) == len(moving.CALLER) + 64,
    )
