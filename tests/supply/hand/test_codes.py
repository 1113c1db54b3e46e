"""Codes of participants: one way of writing, a keyed hash, and nothing else."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.kernel import clock
from beside.privacy import vault
from beside.supply.core import codes_of_people as codes
from beside.supply.core.codes_of_people import NotACode, Style
from beside.supply.hand.told import Code
from beside.supply.models import CodeKey, Encounter
from beside.supply.services import coding
from tests.supply.hand.shared import keep, site, today, worker
from tests.supply.shared import program

ON = date(2026, 11, 20)
ANA = Code("abc19850314f", Style.NY)


@pytest.mark.parametrize(
    ("said", "style", "code"),
    [
        ("ABC 03/14/85 F", Style.NY, "abc19850314f"),
        ("a-b-c 03141985 w", Style.NY, "abc19850314f"),
        ("ñbc 031485 M", Style.NY, "nbc19850314m"),
        ("smma 85 m", Style.NEO, "smma1985m"),
        ("SMMA1985X", Style.NEO, "smma1985x"),
        ("abc 03/14/30 t", Style.NY, "abc19300314t"),
    ],
)
def test_a_code_is_written_in_one_way(said, style, code):
    assert codes.parse(said, style, on=ON) == code
    assert codes.style_of(said, on=ON) is style


@pytest.mark.parametrize("said", ["", "Ana Lopez", "ABC 13/14/85 F", "ABC 031485 Q", "ab85m",
                                  "ABC 11212026 F"])  # fmt: skip
def test_what_is_no_code_is_refused_and_never_repeated(said):
    with pytest.raises(NotACode) as refused:
        codes.style_of(said, on=ON)
    assert not said or said not in str(refused.value)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_two_keys_make_two_hashes_of_one_code(one, other):
    hashes = {codes.keyed("abc19850314f", Style.NY, key) for key in (one, other)}
    assert len(hashes) == len({one, other})


@pytest.mark.django_db
def test_the_code_itself_is_kept_nowhere():
    kept = keep(code=ANA)
    assert len(bytes(kept.code_hash)) == 16
    assert ANA.text.encode() not in bytes(kept.code_hash)
    assert "abc1985" not in repr(ANA)


@pytest.mark.django_db
def test_one_person_has_one_hash_within_a_program_and_another_in_the_next():
    first, again = keep(code=ANA), keep(code=ANA)
    elsewhere = keep(site(slug="other"), by=worker(slug="other"), code=ANA)
    assert bytes(first.code_hash) == bytes(again.code_hash)
    assert bytes(first.code_hash) != bytes(elsewhere.code_hash)


@pytest.mark.django_db
def test_next_year_the_same_person_has_another_hash():
    at = datetime(2027, 1, 5, tzinfo=UTC)
    user = worker()
    hashes = {
        coding.hash_code(code=ANA, program=program(), on_date=day, by=user, at=at)
        for day in (date(2026, 12, 30), date(2027, 1, 4))
    }
    assert len(hashes) == 2


@pytest.mark.django_db
def test_codes_of_a_year_whose_reports_are_done_are_not_kept():
    at = datetime(2027, 4, 2, tzinfo=UTC)
    facts = {"program": program(), "on_date": date(2026, 12, 30), "by": worker(), "at": at}
    assert coding.hash_code(code=ANA, **facts) is None


@pytest.mark.django_db
def test_when_the_key_is_gone_from_the_vault_nothing_can_be_compared_any_more():
    keep(code=ANA)
    kept = CodeKey.objects.get()
    vault.destroy(kept.sealed_id, at=clock.now())
    assert keep(code=ANA).code_hash is None


@pytest.mark.django_db
def test_a_program_forgets_its_codes_at_once_and_keeps_none_until_the_year_ends():
    user = worker()
    kept = keep(code=ANA, by=user)
    assert coding.forget_codes(program=program(), by=user, at=clock.now()) == 1
    kept.refresh_from_db()
    assert kept.code_hash is None
    assert keep(code=ANA, by=user).code_hash is None
    assert Encounter.objects.count() == 2


@pytest.mark.django_db
def test_the_key_dies_in_the_vault_after_the_yearly_reports():
    keep(code=ANA)
    assert CodeKey.objects.get().until_at == codes.ends(today().year)
