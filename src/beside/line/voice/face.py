"""Voice's places in the house: who hears its news, and what the doctor looks at."""

from collections.abc import Mapping
from typing import Any

from beside.accounts import access
from beside.accounts.core.roles import Permission
from beside.kernel import live
from beside.line import topics


def register() -> None:
    from beside.line.voice import doctor  # noqa: F401 - adds its check

    live.topic(
        topics.TO_CALLER,
        words="whoever holds the link of that session",
        may=lambda scope, topic: len(topic) == len(topics.TO_CALLER) + 64,
    )
    live.topic(topics.TO_OPERATOR, words="operators of the line", may=_is_operator)


def _is_operator(scope: Mapping[str, Any], topic: str) -> bool:
    return access.may(scope["user"], Permission.ANSWER_LINE)
