"""What a program asks of agencies, set by who runs it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.models import OrderTerms, Program

FACTS = ("asks_license", "asks_registration", "most_cases")


@transaction.atomic
def keep_terms(
    *, program: Program, facts: Mapping[str, object], by: User, at: datetime
) -> OrderTerms:
    """Keep the terms; orders placed before are not judged anew."""
    changed = {name: facts[name] for name in FACTS if name in facts}
    kept, _new = OrderTerms.objects.update_or_create(program=program, defaults=changed)
    record.act("order_terms_kept", on=kept, by=by, at=at, detail={"fields": sorted(changed)})
    return kept
