"""Beside the running house of line_4_voice: somebody who answers, and sessions that are answered.

Reads words from its input, one a line, and answers each with a line of JSON:
`operator [NAME]` (who answers, and their cookie), `open` (somebody who waits, by voice), `clock ID`
(when its deadline passes, and until when its ring fills, by the database), `used ID` (from
here on a clock runs), `end ID`.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def operator(name: str = "Dee") -> dict[str, str]:
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from beside.accounts.models import RoleHeld, User
    from beside.line.models import Operator

    email = f"{name.lower()}@example.org"
    user, new = User.objects.get_or_create(email=email, defaults={"name": name})
    if new:
        RoleHeld.objects.create(user=user, role="line_operator", since_at=SINCE)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        Operator.objects.create(user=user, practised_at=SINCE, sound_tested_at=SINCE)
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["beside"].value}


def opened() -> dict[str, str]:
    """Somebody comes by voice."""
    from beside.kernel import clock
    from beside.line.services import opening

    new = opening.open_session(way="browser", language="en", at=clock.now())
    return {"token": new.token, "id": str(new.session.pk)}


def used(session_id: str) -> dict[str, str]:
    from beside.accounts.models import User
    from beside.kernel import clock
    from beside.line.services import watching

    dee = User.objects.get(email="dee@example.org")
    watching.begin_use(session_id=session_id, by=dee, at=clock.now())
    return {}


def clock_of(session_id: str) -> dict[str, Any]:
    from beside.kernel import clock
    from beside.line.console.silence import silence_of
    from beside.line.models import Session

    session = Session.objects.get(pk=session_id)
    assert session.deadline_at is not None
    until = silence_of(session, clock.now()).until  # help is called then: later than it is due
    return {
        "due": session.deadline_at.timestamp(), "until": until.timestamp(),
        "state": session.state, "up": session.line_up,
    }  # fmt: skip


def end(session_id: str) -> dict[str, str]:
    from beside.accounts.models import User
    from beside.kernel import clock
    from beside.line.core.session import Outcome
    from beside.line.services import ending

    dee = User.objects.get(email="dee@example.org")
    ending.close(session_id=session_id, outcome=Outcome.SAFE, by=dee, at=clock.now())
    return {}


def answer(words: list[str]) -> dict[str, Any]:
    does = {"operator": operator, "open": opened, "clock": clock_of, "used": used, "end": end}
    return does[words[0]](*words[1:])


if __name__ == "__main__":
    from beside.web import running

    running.with_django()
    for line in sys.stdin:
        print(json.dumps(answer(line.split())), flush=True)
