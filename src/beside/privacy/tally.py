"""What remains of destroyed records: how many of each kind, on which day."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from beside.kernel import house
from beside.privacy.models import Sealed

ADD = """
    INSERT INTO privacy_destroyed (kind, date, count) VALUES (%s, %s, %s)
    ON CONFLICT (kind, date) DO UPDATE SET count = privacy_destroyed.count + EXCLUDED.count
"""


def forget(going: QuerySet[Sealed], at: datetime) -> list[UUID]:
    """Delete `going`, locked first so that each is counted once; which. In a transaction."""
    ids = list(going.order_by("id").select_for_update().values_list("id", flat=True))
    chosen = Sealed.objects.filter(id__in=ids)
    counts = list(chosen.order_by("kind").values_list("kind").annotate(Count("id")))
    chosen.delete()
    with connection.cursor() as cursor:
        for kind, count in counts:
            cursor.execute(ADD, [kind, house.today(at), count])
    return ids
