"""A reversal told from an agency's own page: the same report as anybody's, and counted for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.kernel import record
from beside.supply.core.used import Used, Way
from beside.supply.models import Agency, AgencyReversal
from beside.supply.services import reporting


@transaction.atomic
def report_for_agency(
    *, agency: Agency, told: Used, nonce: UUID, at: datetime
) -> reporting.Reported:
    """Keep the report, once for its nonce; it goes along with the agency's next order."""
    kept = reporting.report_reversal(
        told=told, way=Way.WEB, nonce=nonce, program=agency.program, at=at
    )
    AgencyReversal.objects.get_or_create(
        reversal_id=str(kept.reversal.pk), defaults={"agency": agency, "at": at}
    )
    record.act("agency_reversal_reported", on=agency, at=at)
    return kept
