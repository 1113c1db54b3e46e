"""One line after something was done, with a way to undo it.

Undo instead of "are you sure?": the act is done at once, and can be taken back.
"""

from typing import Literal

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

Kind = Literal["good", "warn", "danger"]
UNDO = "undo="


def say(
    request: HttpRequest, words: str | Promise, *, kind: Kind = "good", undo_url: str = ""
) -> None:
    """Show `words` on the next page; `undo_url` takes a POST that undoes it."""
    tags = f"{kind} {UNDO}{undo_url}" if undo_url else kind
    messages.add_message(request, messages.INFO, str(words), extra_tags=tags)


KINDS = {"error": "danger", "warning": "warn", "success": "good"}


def kind_and_undo(tags: str) -> tuple[str, str]:
    """The class of a message and where its undo goes, read from its tags."""
    words = tags.split()
    undo = next((word.removeprefix(UNDO) for word in words if word.startswith(UNDO)), "")
    plain = [word for word in words if not word.startswith(UNDO)]
    kinds = [KINDS.get(word, word) for word in plain if word in {*KINDS, *KINDS.values()}]
    return (kinds[0] if kinds else ""), undo
