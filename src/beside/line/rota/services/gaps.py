"""Look ahead: which hours nobody has taken, and tell those who look after the rota, once."""

from datetime import datetime, timedelta

from django.db import transaction

from beside.kernel import outbox, record
from beside.line.models import Gap
from beside.line.rota import queries, staffing

AHEAD = timedelta(days=14)
TOLD_AHEAD = timedelta(hours=48)  # at the latest a day ahead, even of what a look just missed
NOTICE = "line.gap_notice"


@transaction.atomic
def look_ahead(*, at: datetime) -> int:
    """Write down every hour of two weeks that is short, and tell of those with nobody soon.

    How many hours are short. Hours told of before are not told of again.
    """
    found = {gap.starts_at: gap for gap in staffing.gaps(at, at + AHEAD)}
    Gap.objects.exclude(starts_at__in=found).delete()
    Gap.objects.bulk_create(
        found.values(), update_conflicts=True, unique_fields=["starts_at"],
        update_fields=["needed", "there", "on_call"],
    )  # fmt: skip
    told = _tell(at)
    record.act("line_rota_looked_at", on=("line.rota", "rota"), at=at,
               detail={"short": len(found), "told": told})  # fmt: skip
    return len(found)


def _tell(at: datetime) -> int:
    new = Gap.objects.filter(there=0, noticed_at=None, starts_at__lte=at + TOLD_AHEAD)
    hours = list(new.values_list("starts_at", flat=True))
    if not hours:
        return 0
    new.update(noticed_at=at)
    for user in queries.looking_after_the_rota(at):
        outbox.put(
            NOTICE, {"user": str(user.pk), "from": hours[0].isoformat(),
                     "until": hours[-1].isoformat()},
            about=("line.rota", "rota"), due_at=at,
        )  # fmt: skip
    return len(hours)
