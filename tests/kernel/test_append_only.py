"""What is recorded cannot be taken back, not even by a slip in our own code."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection

from beside.kernel import record
from beside.kernel.models import Act

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_an_act_cannot_be_changed_deleted_or_emptied_away():
    record.act("kits_sent", on=("supply.parcel", 7), at=AT)

    for statement in (
        "UPDATE kernel_act SET verb = 'kits_kept'",
        "DELETE FROM kernel_act",
        "TRUNCATE kernel_act CASCADE",
    ):
        with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)

    assert Act.objects.get().verb == "kits_sent"


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_leave_an_empty_record_behind():
    assert not Act.objects.exists()
