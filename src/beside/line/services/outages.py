"""When whatever keeps the line's promises stops: since when, and that somebody was told once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from beside.kernel import live, record
from beside.line.models import Outage
from beside.line.moving import CONSOLE

_LOCK = 0x11FE11FE
PAGE_AGAIN = timedelta(seconds=2)  # while no carrier takes it


@transaction.atomic
def note_silence(*, name: str, since: datetime, at: datetime) -> Outage:
    """`name` has been silent since then. One outage, however many see it."""
    outage, new = Outage.objects.get_or_create(
        name=name, ended_at=None, defaults={"began_at": since, "seen_at": at}
    )
    if new:
        record.act("line_outage_began", on=("line.outage", outage.pk), at=at)
        live.publish(CONSOLE, {"late": True}, at)
    return outage


@transaction.atomic
def note_return(*, name: str, at: datetime) -> int:
    """It beats again; how many outages that ended."""
    ended = 0
    for outage in Outage.objects.select_for_update(skip_locked=True).filter(
        name=name, ended_at=None
    ):
        Outage.objects.filter(pk=outage.pk).update(ended_at=at)
        record.act("line_outage_ended", on=("line.outage", outage.pk), at=at)
        ended += 1
    if ended:
        live.publish(CONSOLE, {"late": False}, at)
    return ended


def page_once(*, outage: Outage, page: Callable[[], int], at: datetime) -> bool:
    """Have somebody told of it, once for every outage and however many processes see it.

    `page` sends, outside of any transaction, and says how many messages a carrier took. When
    none was taken, or the process dies meanwhile, the next look tries again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return False
        try:
            if Outage.objects.filter(pk=outage.pk, paged_at=None, ended_at=None).exists():
                return _page(outage, page, at)
            return False
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _page(outage: Outage, page: Callable[[], int], at: datetime) -> bool:
    taken = page()
    if not taken:
        return False
    with transaction.atomic():
        Outage.objects.filter(pk=outage.pk).update(paged_at=at, paged=taken)
        record.act("line_outage_paged", on=("line.outage", outage.pk), at=at,
                   detail={"taken": taken})  # fmt: skip
    return True
