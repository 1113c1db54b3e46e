"""The record is chained: whoever changes it breaks a link that can be named."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection

from beside.kernel import record, sealing
from beside.kernel.detail import NotForTheRecord
from beside.kernel.models import Seal, UnsealedAct

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def record_and_seal(count: int = 5) -> None:
    for number in range(count):
        detail = {"kits": number, "share": 2.5, "at": AT, "lots": ["a1", "b2"]}
        record.act("kits_sent", on=("supply.parcel", number), at=AT, detail=detail)
    while sealing.seal(limit=2):
        continue


def behind_the_triggers_back(statement: str) -> None:
    """What somebody could do who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("kernel_act", "kernel_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for table in ("kernel_act", "kernel_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_untouched_chain_holds():
    record_and_seal(5)

    verdict = sealing.verify()

    assert verdict.holds
    assert (verdict.sealed, verdict.unsealed) == (5, 0)


def test_an_act_that_waits_to_be_sealed_is_counted():
    record_and_seal(2)
    record.act("kits_sent", on=("supply.parcel", 9), at=AT)

    assert sealing.verify().unsealed == UnsealedAct.objects.count() == 1


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (
            "UPDATE kernel_act SET detail = '{\"kits\": 99}' WHERE on_id = '2'",
            "not what was sealed",
        ),
        ("UPDATE kernel_act SET at = at + interval '1 s' WHERE on_id = '2'", "not what was sealed"),
        ("UPDATE kernel_act SET by = 'x' WHERE on_id = '2'", "not what was sealed"),
        ("DELETE FROM kernel_seal WHERE position = 3", "missing"),
        ("UPDATE kernel_seal SET hash = sha256('x') WHERE position = 2", "not what was sealed"),
    ],
)
def test_a_change_behind_the_triggers_back_is_named(statement, why):
    record_and_seal(5)

    behind_the_triggers_back(statement)

    verdict = sealing.verify()
    assert verdict.broken is not None
    assert why in verdict.broken.why


def test_an_act_slipped_past_the_sealer_is_named():
    record_and_seal(2)
    record.act("kits_sent", on=("supply.parcel", 9), at=AT)
    UnsealedAct.objects.all().delete()

    assert "neither sealed nor waiting" in sealing.verify().broken.why


def test_a_chain_cut_off_or_forged_anew_is_known_by_a_head_noted_down():
    record_and_seal(5)
    noted = sealing.verify()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM kernel_act")
        last = cursor.fetchone()[0]
    behind_the_triggers_back(f"DELETE FROM kernel_seal WHERE act_id = {last}")
    behind_the_triggers_back(f"DELETE FROM kernel_act WHERE id = {last}")

    assert sealing.verify().holds
    assert not sealing.verify(expect=(noted.sealed, noted.head)).holds
    assert not sealing.verify(expect=(3, b"x" * 32)).holds


def test_seals_follow_one_another_without_gaps():
    record_and_seal(7)

    assert list(Seal.objects.values_list("position", flat=True)) == list(range(1, 8))


@pytest.mark.parametrize(
    "value",
    [
        "Renee", "renee smith", "5025550123", 5025550123, "502-555-0123", "12 Oak Street",
        "someone@example.org", 37.5687, "brave-river-lamp " , "x" * 65, object(), float("nan"),
        {"inner": "Renee"}, ["40405", "Berea, KY"],
    ],
)  # fmt: skip
def test_what_could_say_who_or_where_is_refused(value):
    with pytest.raises(NotForTheRecord):
        record.act("called", on=("line.session", 1), at=AT, detail={"to": value})


@pytest.mark.parametrize(
    "value",
    [12, 2.5, True, None, "given_up", "opening-hours", "2026-11-21", AT, uuid.uuid4(),
     "6f2b1c1e-93a5-4b6e-8a54-0b1c5b1f7a10",
     ["phone", "hours"], {"kits": 2}, "", "2026-11-21T03:00:00+00:00"],
)  # fmt: skip
def test_ids_numbers_moments_and_slugs_are_recorded(value):
    act = record.act("changed", on=("directory.service", 1), at=AT, detail={"what": value})

    act.refresh_from_db()
    assert "what" in act.detail


def test_a_refusal_does_not_repeat_what_it_refuses():
    with pytest.raises(NotForTheRecord) as refusal:
        record.act("called", on=("line.session", 1), at=AT, detail={"to": "Renee Smith"})

    assert "Renee" not in str(refusal.value)
