"""What the tests of the caller's pages share: a person with a browser."""

import re
from datetime import datetime

from beside.line.digests import digest_of_token
from beside.line.models import Session


def said(answer) -> str:
    """The words of a page."""
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def arm(client, way: str = "timer", language: str = "en", **told: str) -> str:
    """Arm it as a form does; the address of the session's own page."""
    answer = client.post(f"/{language}/line/{way}/", told)
    assert answer.status_code == 302, said(answer)
    return answer["Location"]


def session_at(url: str) -> Session:
    return Session.objects.get(token_digest=digest_of_token(url.rstrip("/").rpartition("/")[2]))


class Clock:
    """The time the views are told; it stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at
