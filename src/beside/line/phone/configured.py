"""The providers of telephony named in the environment, the preferred one first.

`BESIDE_TWILIO_…` is the account that sends SMS too; `BESIDE_LINE_SECOND_…` another that
speaks as Twilio does (the base address is `_URL`).
"""

from collections.abc import Sequence

from beside import env
from beside.line.phone.adapters.twilio import Twilio
from beside.line.phone.ports import Telephony

_stand_ins: list[Telephony] | None = None


def providers() -> list[Telephony]:
    """Every provider; none when nothing is configured."""
    return list(accounts()) if _stand_ins is None else _stand_ins


def accounts() -> list[Twilio]:
    """The accounts whose webhooks are believed."""
    found = [_account("twilio", "BESIDE_TWILIO"), _account("second", "BESIDE_LINE_SECOND")]
    return [account for account in found if account]


def account_of(sid: str) -> Twilio | None:
    """Whose webhook this is."""
    return next((account for account in accounts() if account.sid == sid), None)


def named(name: str) -> Telephony | None:
    """The provider that holds a leg."""
    return next((provider for provider in providers() if provider.name == name), None)


def stand_in(these: Sequence[Telephony] | None) -> None:
    """Use these instead of the configured ones; None ends it. For tests alone."""
    global _stand_ins
    _stand_ins = None if these is None else list(these)


def _account(name: str, prefix: str) -> Twilio | None:
    if not (sid := env.text(f"{prefix}_SID")):
        return None
    token, sender = env.text(f"{prefix}_TOKEN"), env.text(f"{prefix}_FROM")
    return Twilio(sid, token, sender, env.text(f"{prefix}_URL", Twilio.url), name)
