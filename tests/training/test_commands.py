"""`beside training …`"""

import pytest
from click.testing import CliRunner

from beside.kernel import clock, house
from beside.training.commands import commands
from beside.training.models import Batch, GroupSession
from tests import people
from tests.partners.samples import partner
from tests.training import town

pytestmark = pytest.mark.django_db
GOOD = "date,place,course,people\n2026-11-02,Berea Public Library,small,12\n"


def said(*words, ok=True) -> str:
    done = CliRunner().invoke(commands, list(words))
    assert (done.exit_code == 0) is ok, done.output
    return done.output


def test_courses_are_listed_with_what_must_be_looked_over(monkeypatch):
    town.small_course()
    assert "small" in said("list")
    assert "OVERDUE" not in said("list")

    monkeypatch.setattr(clock, "now", lambda: town.AT.replace(year=2028))
    assert "REVIEW OVERDUE" in said("list")


def test_a_code_is_checked_however_it_was_typed():
    session = town.session(house.today(clock.now()))
    typed = session.code.lower().split("-")

    assert "small version 1, community, en" in said("check", *typed)
    assert "Not one of our codes" in said("check", "hello", ok=False)
    assert "Nobody was given this code" in said("check", "2222-2222", ok=False)


@pytest.fixture
def packer():
    town.small_course()
    partner()
    return people.person("packer").email


def test_a_list_is_judged_then_kept_then_taken_back(packer, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(GOOD)
    assert "1 rows without a fault" in said("import", str(file), "--by", packer)
    assert not GroupSession.objects.exists()

    assert "1 added" in said("import", str(file), "--by", packer, "--keep")
    batch = Batch.objects.get()
    assert "1 sessions called off" in said("undo", str(batch.pk), "--by", packer)
    assert "taken back before" in said("undo", str(batch.pk), "--by", packer, ok=False)
    assert "No list" in said("undo", "x", "--by", packer, ok=False)


def test_a_bad_row_keeps_everything_out_and_is_named(packer, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(GOOD + "2026-11-03,Atlantis,small,0\n")
    told = said("import", str(file), "--by", packer, "--keep", ok=False)

    assert "row 3, place: 'Atlantis'" in told
    assert "row 3, people: '0'" in told
    assert not GroupSession.objects.exists()


def test_somebody_without_the_permission_brings_in_nothing(packer, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(GOOD)
    other = people.person("technician").email

    for email in (other, "nobody@example.org"):
        said("import", str(file), "--by", email, "--keep", ok=False)
        said("undo", "x", "--by", email, ok=False)
    assert not GroupSession.objects.exists()


def test_what_is_no_table_is_refused(packer, tmp_path):
    file = tmp_path / "list.xlsx"
    file.write_bytes(b"PK\x03\x04 nothing")

    assert "could not be read" in said("import", str(file), "--by", packer, ok=False)
