"""Where carriers call back: what became of a message, and what people text to us."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from beside import env
from beside.kernel import clock, doors, outbox
from beside.kernel.transports import incoming, reports, signatures
from beside.kernel.transports.messages import BadAddress


def signed(view: doors.View) -> doors.View:
    """Only the carrier itself, by its signature."""
    return doors.mark(csrf_exempt(require_POST(view)), doors.Rule("token"))


@signed
def twilio_report(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Twilio says what became of a message or call."""
    fields = _from_twilio(request)
    if fields is None:
        return HttpResponseForbidden()
    status = fields.get("MessageStatus") or fields.get("CallStatus") or ""
    why = fields.get("ErrorCode", "")
    reports.take("twilio", message_id, status, why=why, at=clock.now())
    return HttpResponse(status=204)


@signed
def twilio_incoming(request: HttpRequest) -> HttpResponse:
    """Somebody texted us through Twilio."""
    fields = _from_twilio(request)
    if fields is None:
        return HttpResponseForbidden()
    return _heard(
        "twilio", fields.get("MessageSid", ""), fields.get("From", ""), fields.get("Body", "")
    )


@signed
def telnyx_report(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Telnyx says what became of a message or call."""
    payload = _from_telnyx(request)
    if payload is None:
        return HttpResponseForbidden()
    to = payload.get("to")
    status = (
        to[0].get("status", "") if isinstance(to, list) and to else payload.get("CallStatus", "")
    )
    errors = payload.get("errors") or [{}]
    why = str(errors[0].get("code", ""))
    reports.take("telnyx", message_id, str(status), why=why, at=clock.now())
    return HttpResponse(status=204)


@signed
def telnyx_incoming(request: HttpRequest) -> HttpResponse:
    """Somebody texted us through Telnyx."""
    payload = _from_telnyx(request)
    if payload is None:
        return HttpResponseForbidden()
    sender = (payload.get("from") or {}).get("phone_number", "")
    return _heard("telnyx", str(payload.get("id", "")), sender, str(payload.get("text", "")))


def _heard(carrier: str, message_id: str, sender: str, text: str) -> HttpResponse:
    """Once for each message, however often the carrier repeats it."""
    at = clock.now()
    with transaction.atomic():
        if outbox.first_time(f"sms from {carrier}", message_id[:200], at=at):
            try:
                incoming.hear(sender, text, at)
            except BadAddress:  # a short code or a name: nobody we could answer
                return HttpResponse(status=204)
    return HttpResponse("<Response/>", content_type="text/xml")


def _from_twilio(request: HttpRequest) -> dict[str, str] | None:
    fields = {name: str(value) for name, value in request.POST.items()}
    try:
        signatures.twilio(
            token=env.text("BESIDE_TWILIO_TOKEN"),
            url=settings.SITE_ADDRESS + request.get_full_path(),
            fields=fields,
            signature=request.headers.get("X-Twilio-Signature", ""),
        )
    except signatures.Forged:
        return None
    return fields


def _from_telnyx(request: HttpRequest) -> dict[str, Any] | None:
    body = request.body
    try:
        signatures.telnyx(
            public_key=env.text("BESIDE_TELNYX_PUBLIC_KEY"),
            timestamp=request.headers.get("Telnyx-Timestamp", ""),
            body=body,
            signature=request.headers.get("Telnyx-Signature-Ed25519", ""),
            at=clock.now(),
        )
        payload = json.loads(body)["data"]["payload"]
    except (signatures.Forged, signatures.Stale, ValueError, KeyError, TypeError):
        return None
    return payload if isinstance(payload, dict) else None
