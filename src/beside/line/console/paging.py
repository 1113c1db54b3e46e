"""The second channel: tell the coordinator by mail and SMS, straight from the web process.

No outbox and no worker stands between: what failed is what would have carried it.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from beside import env
from beside.accounts.core import roles
from beside.accounts.core.roles import Permission
from beside.accounts.models import RoleHeld
from beside.kernel.transports import configured
from beside.kernel.transports.messages import Mail, Sms, Way
from beside.line.core import emergency

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Whom:
    """Who is told: addresses and numbers, remembered while the database is away."""

    mails: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # address, language
    numbers: tuple[str, ...] = field(default=(), repr=False)


def whom(at: datetime) -> Whom:
    """Those of BESIDE_LINE_PAGE; without it, everybody who supervises the line or coordinates."""
    named = env.listed("BESIDE_LINE_PAGE")
    if named:
        return Whom(
            tuple((each, "en") for each in named if "@" in each),
            tuple(each for each in named if _may_be_texted(each)),
        )
    holders = [role.slug for role in roles.roles_with(Permission.SUPERVISE_LINE)]
    held = RoleHeld.objects.current(at).filter(
        role__in=[*holders, "coordinator"], user__is_active=True
    )
    found = set(held.values_list("user__email", "user__language"))
    return Whom(tuple(sorted(found)))


def _may_be_texted(number: str) -> bool:
    """No machine texts an emergency number, whatever stands in the setting."""
    return emergency.is_dialable(number) and not emergency.is_emergency(number)


def page(those: Whom, *, since: datetime, key: str) -> int:
    """Tell them all; how many messages a carrier took. Never raises."""
    taken = 0
    for address, language in those.mails:
        with translation.override(language):
            letter = Mail(address, _subject(), _words(since))
        taken += _first_that_takes(Way.MAIL, letter, f"{key}:{address}")
    for number in those.numbers:
        with translation.override("en"):
            text = Sms(number, f"{_subject()}. {settings.SITE_ADDRESS}")
        taken += _first_that_takes(Way.SMS, text, f"{key}:{number}")
    if not taken:
        log.error("the line's watch-keeper is silent and nobody could be told")
    return taken


def _first_that_takes(way: Way, message: Mail | Sms, key: str) -> bool:
    for carrier in _carriers(way):
        try:
            carrier.send(message, key=key)  # type: ignore[attr-defined]
        except Exception as why:
            log.warning("a carrier failed", extra={"way": way, "why": type(why).__name__})
        else:
            return True
    return False


def _carriers(way: Way) -> Iterable[object]:
    return configured.carriers(way)


def _subject() -> str:
    return _("The line’s clock does not answer")


def _words(since: datetime) -> str:
    return _(
        "Check-ins may not be kept since %(since)s (UTC). Operators see a red banner and stay "
        "with people by hand. Look at the server now: %(site)s/en/staff/kernel/"
    ) % {"since": f"{since:%H:%M:%S}", "site": str(settings.SITE_ADDRESS).rstrip("/")}
