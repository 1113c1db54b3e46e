"""A talk by SMS in which somebody asks for kits. It remembers steps, never an address or a ZIP."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.kernel import outbox, record
from beside.privacy import vault
from beside.supply.core.asking_by_sms import Step
from beside.supply.mail.digests import digest_of_number
from beside.supply.models import Request, TextTalk

NUMBER, ANSWER, EFFECT = "supply.kits_number", "supply.kits_answer", "supply.kits_text"
KEPT = timedelta(hours=2)
LONGEST = timedelta(hours=6)


@sensitive_variables()
@transaction.atomic
def begin(*, number: str, language: str, at: datetime) -> TextTalk:
    """A new talk; an older one of the same number ends."""
    end(number=number, at=at)
    sealed = vault.seal(number.encode(), kind=NUMBER, retain_until=at + LONGEST, at=at)
    talk = TextTalk.objects.create(
        number_digest=digest_of_number(number), number_id=sealed, language=language,
        step=Step.ZIP, nonce=secrets.token_urlsafe(16), heard_at=at,
    )  # fmt: skip
    record.act("kits_talk_begun", on=talk, at=at)
    return talk


@transaction.atomic
def turn(*, talk: TextTalk, step: Step, at: datetime, **said: Any) -> None:
    """What is asked next, and what was said."""
    talk.step, talk.heard_at, talk.said = step, at, {**talk.said, **said}
    talk.save(update_fields=["step", "heard_at", "said"])
    record.act("kits_talk_turned", on=talk, at=at, detail={"step": step.value})


@transaction.atomic
def answer(
    *, talk: TextTalk, slug: str, at: datetime, request: Request | None = None, ends: bool = False
) -> None:
    """Queue our words; when it is the last of the talk the number goes with it."""
    payload = {
        "number": str(talk.number_id), "language": talk.language, "slug": slug, "ends": ends,
        "program": talk.said.get("program", ""), "request": str(request.pk) if request else "",
    }  # fmt: skip
    outbox.put(EFFECT, payload, about=talk, due_at=at, key=f"{talk.nonce}:{secrets.token_hex(6)}")
    record.act("kits_talk_answered", on=talk, at=at)
    if ends:
        talk.delete()


@transaction.atomic
def end(*, number: str, at: datetime) -> bool:
    """The talk of this number is over; whether there was one."""
    found = TextTalk.objects.filter(number_digest=digest_of_number(number)).first()
    if found is None:
        return False
    _destroy(found, at)
    return True


@transaction.atomic
def end_talks(*, before: datetime, at: datetime) -> int:
    """Talks nobody has gone on with since; how many."""
    found = list(TextTalk.objects.filter(heard_at__lt=before))
    for talk in found:
        _destroy(talk, at)
    return len(found)


def _destroy(talk: TextTalk, at: datetime) -> None:
    number: UUID = talk.number_id
    record.act("kits_talk_ended", on=talk, at=at)
    talk.delete()
    vault.destroy(number, at=at)
