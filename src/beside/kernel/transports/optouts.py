"""Who asked to be left alone. STOP ends every SMS and call; START begins them again."""

import hashlib
import hmac
import re
from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from beside.kernel import statements
from beside.kernel.transports.models import OptOut

STOP = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "alto", "parar", "baja", "cancelar"}
)
_STOPPED = "SELECT digest FROM kernel_opt_out WHERE digest = ANY(%s)"
START = frozenset({"start", "unstop", "empezar"})


def _digest(number: str) -> bytes:
    """Under a key of its own drawn from the house's secret, so that a stolen table names nobody."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"beside.transports.optouts", hashlib.sha256)
    return hmac.digest(key, number.encode(), hashlib.sha256)


def hear(number: str, text: str, at: datetime) -> str:
    """Take note of STOP or START in an incoming SMS; answers "stop", "start" or ""."""
    word = re.sub(r"[^a-z]", "", text.strip().lower())
    if word in STOP:
        stop(number, at)
        return "stop"
    if word in START:
        start(number)
        return "start"
    return ""


def stop(number: str, at: datetime) -> None:
    OptOut.objects.get_or_create(digest=_digest(number), defaults={"at": at})


def start(number: str) -> None:
    OptOut.objects.filter(digest=_digest(number)).delete()


def has_stopped(number: str) -> bool:
    return bool(stopped([number]))


def stopped(numbers: Collection[str]) -> set[str]:
    """Those of the numbers that asked to be left alone."""
    by_digest = {_digest(number): number for number in numbers}
    found = statements.run(_STOPPED, [list(by_digest)])
    return {by_digest[bytes(digest)] for (digest,) in found}
