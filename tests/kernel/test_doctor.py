"""Doctor says what is wrong, why it matters and how to mend it."""

import json

import pytest
from click.testing import CliRunner

from beside.kernel import doctor as doctors
from beside.kernel.doctor import findings, machine
from beside.kernel.doctor.commands import doctor, examine
from beside.kernel.doctor.findings import Grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def added():
    before = dict(findings._checks)
    yield doctors.check
    findings._checks.clear()
    findings._checks.update(before)


def test_everything_is_looked_at_when_the_house_stands():
    names = {name for name, _ in examine()}

    assert {"Python", "disk", "address", "database", "heartbeats", "ways of speaking"} <= names


def test_whatever_is_not_fine_says_why_and_how_to_mend_it():
    for name, finding in examine():
        if finding.grade is not Grade.FINE:
            assert finding.why, name
            assert finding.mend, name


def test_a_room_may_add_a_check_and_wrong_ends_with_one(added):
    @added("kettle")
    def kettle(at):
        yield findings.bad("The kettle is cold.", "No tea.", "Boil it.")

    answer = CliRunner().invoke(doctor, ["--quiet"])

    assert answer.exit_code == 1
    assert "WRONG  kettle: The kettle is cold." in answer.output
    assert "mend: Boil it." in answer.output


def test_a_check_that_fails_is_a_finding(added):
    @added("broken")
    def broken(at):
        raise LookupError("no such thing")
        yield

    found = dict(examine())

    assert found["broken"].grade is Grade.BAD
    assert "LookupError" in found["broken"].what


def test_for_machines_it_speaks_json():
    told = json.loads(CliRunner().invoke(doctor, ["--json"]).output)

    assert {"check", "grade", "what", "why", "mend"} == set(told[0])


def test_a_home_others_can_read_is_wrong(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    (home / "secret-key").write_text("x")
    (home / "secret-key").chmod(0o644)
    monkeypatch.setenv("BESIDE_HOME", str(home))

    wrong = [finding for finding in machine.home_folder(None) if finding.grade is Grade.BAD]

    assert len(wrong) == 2
    assert wrong[0].mend == f"chmod go-rw {home}"
