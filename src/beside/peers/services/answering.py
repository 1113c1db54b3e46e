"""An answer to a text: sealed with its number until it is sent."""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from beside.kernel import outbox, record
from beside.privacy import vault

KIND, EFFECT = "peers.text", "peers.text"
KEPT = timedelta(hours=2)


@sensitive_variables()
@transaction.atomic
def answer_text(*, number: str, words: str, at: datetime) -> None:
    """Queue it. What the outbox holds is the id of what is sealed, and nothing else."""
    plain = json.dumps([number, words]).encode()
    sealed = vault.seal(plain, kind=KIND, retain_until=at + KEPT, at=at)
    outbox.put(EFFECT, {"sealed": str(sealed)}, about=("peers.text", str(sealed)), due_at=at)
    record.act("peer_text_answered", on=("peers.text", "answer"), at=at)
