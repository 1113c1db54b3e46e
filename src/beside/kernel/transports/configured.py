"""The carriers named in the environment, the preferred one first. Secrets may be files (…_FILE)."""

from django.conf import settings

from beside import env
from beside.kernel.transports.adapters import telnyx, twilio
from beside.kernel.transports.adapters.letterbox import Letterbox
from beside.kernel.transports.adapters.postmark import Postmark
from beside.kernel.transports.adapters.smtp import Smtp
from beside.kernel.transports.messages import Way
from beside.kernel.transports.ports import Carrier, MailCarrier, SmsCarrier, VoiceCarrier

_stand_ins: dict[Way, list[Carrier]] = {}


def carriers(way: Way) -> list[Carrier]:
    """Every carrier of this way; empty when none is configured."""
    if way in _stand_ins:
        return _stand_ins[way]
    found: list[Carrier] = []
    if way is Way.MAIL:
        found += _mail()
    elif way is Way.SMS:
        found += _sms()
    else:
        found += _voice()
    first = env.text(f"BESIDE_{way.upper()}_FIRST")
    return sorted(found, key=lambda carrier: carrier.name != first)


def stand_in(way: Way, these: list[Carrier] | None) -> None:
    """Use these carriers instead of the configured ones; None ends it. For tests alone."""
    if these is None:
        _stand_ins.pop(way, None)
    else:
        _stand_ins[way] = these


def _mail() -> list[MailCarrier]:
    sender = env.text("BESIDE_MAIL_FROM", "no-reply@localhost")
    found: list[MailCarrier] = []
    if host := env.text("BESIDE_MAIL_HOST"):
        found.append(
            Smtp(
                host,
                sender,
                port=env.whole("BESIDE_MAIL_PORT", 587),
                user=env.text("BESIDE_MAIL_USER"),
                password=env.text("BESIDE_MAIL_PASSWORD"),
                with_tls=env.flag("BESIDE_MAIL_TLS", True),
            )
        )
    if token := env.text("BESIDE_POSTMARK_TOKEN"):
        url = env.text("BESIDE_POSTMARK_URL", Postmark.url)
        found.append(Postmark(token, sender, url))
    if env.flag("BESIDE_LETTERBOX"):
        found.append(Letterbox(settings.HOME / "letterbox", sender))
    return found


def _twilio() -> twilio.Account | None:
    if not (sid := env.text("BESIDE_TWILIO_SID")):
        return None
    return twilio.Account(
        sid,
        env.text("BESIDE_TWILIO_TOKEN"),
        env.text("BESIDE_TWILIO_FROM"),
        reports=f"{settings.SITE_ADDRESS}/carriers/twilio/reports/",
        url=env.text("BESIDE_TWILIO_URL", twilio.Account.url),
    )


def _telnyx() -> telnyx.Account | None:
    if not (api_key := env.text("BESIDE_TELNYX_KEY")):
        return None
    return telnyx.Account(
        api_key,
        env.text("BESIDE_TELNYX_FROM"),
        env.text("BESIDE_TELNYX_CONNECTION"),
        reports=f"{settings.SITE_ADDRESS}/carriers/telnyx/reports/",
        url=env.text("BESIDE_TELNYX_URL", telnyx.Account.url),
    )


def _sms() -> list[SmsCarrier]:
    found: list[SmsCarrier] = []
    if account := _twilio():
        found.append(twilio.TwilioSms(account))
    if second := _telnyx():
        found.append(telnyx.TelnyxSms(second))
    return found


def _voice() -> list[VoiceCarrier]:
    found: list[VoiceCarrier] = []
    if account := _twilio():
        found.append(twilio.TwilioVoice(account))
    if (second := _telnyx()) and second.connection:
        found.append(telnyx.TelnyxVoice(second))
    return found
