"""What stands for a name in the counters of slips."""

import hashlib
import hmac
from datetime import timedelta

from beside.accounts.models import Salt

SALT_LIVES = timedelta(days=1)


def digest(salt: Salt, name: str) -> bytes:
    """HMAC-SHA-256 of the lower-cased name. Without the salt it leads to nobody."""
    return hmac.digest(bytes(salt.value), name.strip().lower().encode(), hashlib.sha256)
