"""A report by SMS: `USED 40403 2 ok`. The number is sealed for the answer, and gone with it."""

import hashlib
import logging
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from beside.kernel import outbox, record, word_codes
from beside.kernel.transports import sending
from beside.kernel.transports.messages import OptedOut, Sms
from beside.privacy import vault
from beside.supply import counties
from beside.supply.core import used_by_sms
from beside.supply.core.used import Used, Way, When
from beside.supply.core.used_by_sms import Texted
from beside.supply.mail import throttle
from beside.supply.mail.digests import digest_of_number, nonce_of_text
from beside.supply.models import Request
from beside.supply.reversals import refills, routing
from beside.supply.reversals.refills import Wish
from beside.supply.services import reporting

log = logging.getLogger(__name__)
KIND, PURPOSE, EFFECT = "supply.texted", "supply.answer_text", "supply.used_thanks"
KEPT = timedelta(hours=2)
SAME_REPORT = timedelta(minutes=10)  # the same words again so soon are the same report


def register() -> None:
    """What is sealed for an answer."""
    vault.register_kind(
        KIND,
        what=gettext_lazy("The number of somebody who reported by text"),
        why=gettext_lazy("So that one answer can be sent; it is destroyed with it"),
        longest=KEPT,
    )
    vault.register_purpose(PURPOSE, says=gettext_lazy("To answer a report by text"), kinds={KIND})


@sensitive_variables()
def hear(number: str, text: str, at: datetime) -> bool:
    """An SMS that is not STOP or START; whether it was a report."""
    said = used_by_sms.read(text)
    if said is not None:
        report_by_text(number=number, said=said, at=at)
    return said is not None


@sensitive_variables()
@transaction.atomic
def report_by_text(*, number: str, said: Texted, at: datetime) -> reporting.Reported:
    """Keep the report, and queue one answer. The number is kept sealed until it is sent."""
    of = _order(said, at)
    county = _county(said.zip_code) or (of.county_fips if of else "")
    told = Used(
        when=When.THIS_WEEK, product=said.product, doses=said.doses, survived=said.survived,
        county_fips=county,
    )  # fmt: skip
    kept = reporting.report_reversal(
        told=told, way=Way.SMS, nonce=_nonce(number, said, at), at=at,
        program=of.program if of else routing.program_of(county),
        wish=Wish(nonce_of_text(number, str(of.pk), at), said.language, of=of) if of else None,
    )  # fmt: skip
    if kept.is_new:
        sealed = vault.seal(number.encode(), kind=KIND, retain_until=at + KEPT, at=at)
        outbox.put(
            EFFECT, {"sealed": str(sealed), "language": said.language,
                     "refill": str(kept.refill.request.pk) if kept.refill else ""},
            about=kept.reversal,
            due_at=at, key=f"{EFFECT}:{kept.reversal.pk}",
        )  # fmt: skip
        record.act("report_texted", on=kept.reversal, at=at)
    return kept


def _order(said: Texted, at: datetime) -> Request | None:
    """The order that the kit came with, when its words are told and the same can be had again."""
    if said.code is None or not throttle.WORDS.takes(at):
        return None
    found = Request.objects.select_related("program", "site").filter(code=said.code).first()
    return found if found and refills.may_be_again(found) else None


def _county(zip_code: str) -> str:
    try:
        return counties.county_of(zip_code)
    except counties.WhichPlace:
        return ""


def _nonce(number: str, said: Texted, at: datetime) -> UUID:
    """The same words from the same phone within minutes are one report."""
    span = int(at.timestamp() // SAME_REPORT.total_seconds())
    told = f"{digest_of_number(number).hex()}:{said}:{span}"
    return uuid5(NAMESPACE_OID, hashlib.sha256(told.encode()).hexdigest())


@outbox.handles(EFFECT)
@sensitive_variables()
def thank(delivery: outbox.Delivery) -> None:
    """Send the one answer, then destroy the number."""
    sealed, language = UUID(delivery.payload["sealed"]), delivery.payload["language"]
    try:
        number = vault.open(
            sealed, by=vault.Worker("supply.texts"), purpose=PURPOSE, at=delivery.at
        ).decode()
    except vault.Destroyed:
        return
    try:
        told = words(language, delivery.payload.get("refill", ""))
        sending.sms(Sms(number, told), key=delivery.key, at=delivery.at)
    except OptedOut:
        log.info("a report by text is not answered: the number asked to be left alone")
    vault.destroy(sealed, at=delivery.at)


def words(language: str, refill: str = "") -> str:
    """One segment, in the language of the text."""
    new = Request.objects.filter(pk=refill).first() if refill else None
    with translation.override(language):
        if new is not None and new.code is not None:
            told = _(
                "Thank you. It is counted. The same again is on its way; its words: %(words)s."
            )
            return told % {"words": word_codes.say(new.code, language)}
        return _("Thank you. It is counted, without your number. For a new kit text KITS.")
