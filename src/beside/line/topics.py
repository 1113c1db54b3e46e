"""Who may hear which news of the line."""

from beside.kernel import live


def register() -> None:
    from beside.line.services import moving

    live.topic(
        moving.CALLER,
        words="whoever holds the link of that session",
        may=lambda scope, topic: len(topic) == len(moving.CALLER) + 64,
    )
