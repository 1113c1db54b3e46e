"""Webhooks are believed when signed, fresh, and only once; on localhost too."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from beside.kernel import clock, doors, outbox
from beside.kernel.transports import signatures
from beside.line.phone import configured, twiml
from beside.line.phone.script import Script

FRESH = timedelta(minutes=15)  # a question is answered within seconds; a hold comes round sooner
HEADERS = ("X-Twilio-Signature", "X-SignalWire-Signature")


class Heard(dict[str, str]):
    """The fields of a webhook, with the provider's name and ours for the leg."""

    def __init__(self, fields: dict[str, str], provider: str, at: datetime) -> None:
        super().__init__(fields)
        self.provider, self.at = provider, at

    @property
    def leg(self) -> str:
        return f"{self.provider}/{self.get('CallSid', '')}"[:64]

    @property
    def pressed(self) -> str:
        return self.get("Digits", "")[:16]


View = Callable[..., HttpResponse]


def signed(view: View) -> View:
    """Refuse (403) what no configured account signed, and what is stale. One transaction.

    A webhook's address ends in `turn` where it answers a question of ours: a UUID that holds
    the time it was asked.
    """

    @wraps(view)
    def believed(request: HttpRequest, **named: Any) -> HttpResponse:
        at = clock.now()
        heard = _believed(request, at)
        turn = named.pop("turn", None)
        if heard is None or (turn is not None and _is_stale(turn, at)):
            return HttpResponseForbidden()
        with transaction.atomic():
            return view(heard, _is_news(heard, request.path), **named)

    return doors.mark(csrf_exempt(require_POST(believed)), doors.Rule("token"))


def spoken(script: Script) -> HttpResponse:
    """What the provider is to do next."""
    return HttpResponse(twiml.rendered(script), content_type="text/xml")


def noted() -> HttpResponse:
    return HttpResponse(status=204)


def _believed(request: HttpRequest, at: datetime) -> Heard | None:
    fields = {name: str(value) for name, value in request.POST.items()}
    account = configured.account_of(fields.get("AccountSid", ""))
    if account is None:
        return None
    made = next((request.headers[name] for name in HEADERS if name in request.headers), "")
    try:
        signatures.twilio(
            token=account.token, url=settings.SITE_ADDRESS + request.get_full_path(),
            fields=fields, signature=made,
        )  # fmt: skip
    except signatures.Forged:
        return None
    return Heard(fields, account.name, at)


def _is_news(heard: Heard, path: str) -> bool:
    """Whether this very webhook is heard for the first time: by address, call and every field."""
    words = "\n".join(f"{name}={heard[name]}" for name in sorted(heard))
    digest = sha256(f"{path}\n{words}".encode()).hexdigest()
    call = heard.get("CallSid", "")[:40]
    return outbox.first_time("line.webhook", f"{call}:{digest}", at=heard.at)


def _is_stale(turn: UUID, at: datetime) -> bool:
    """A version 7 UUID begins with the milliseconds of its making."""
    if turn.version != 7:
        return True
    made = (turn.int >> 80) / 1000
    return not -60 <= at.timestamp() - made <= FRESH.total_seconds()
