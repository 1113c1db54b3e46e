"""Which list a file is: told by its name, its rows or its list, never by shared columns alone."""

import gzip
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from beside.directory import models as m
from beside.directory.commands import commands
from beside.directory.imports import batches, files, fitting, saved
from beside.directory.starting import nation, region
from tests.directory.shared import SHARED, needs_shared

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)
LATER = datetime(2026, 3, 3, tzinfo=UTC)

TREATMENT = "SAMHSA substance use treatment facilities"
MENTAL_HEALTH = "SAMHSA mental health treatment facilities"
ADDRESS = "name1,name2,street1,street2,city,state,zip,zip4,county"
SUBSTANCE_USE_LIST = (
    f"{ADDRESS},latitude,longitude\n"
    "River House,,1 Main Street,,Berea,KY,40403,,Madison,37.57,-84.29\n"
    "Hill House,Day Program,2 High Street,,Berea,KY,40403,,Madison,37.58,-84.30\n"
    "Hill House,Day Program,2 High Street,,Berea,KY,40403,,Madison,37.58,-84.30\n"
).encode()
MENTAL_HEALTH_LIST = (
    f"{ADDRESS},phone,intake_prompt,intake1,intake2,website,latitude,longitude,type_facility\n"
    "River House,,1 Main Street,,Berea,KY,40403,,Madison,"
    "859-555-0100,,859-555-0101,,http://river.example.org,37.57,-84.29,MH\n"
    "Lake House,,3 Lake Road,,Berea,KY,40403,,Madison,859-555-0102,,,,,37.59,-84.31,MH\n"
).encode()


@pytest.fixture(autouse=True)
def shipped_mappings():
    region.ship_mappings(AT)


@pytest.fixture
def lists(tmp_path):
    """Both lists of facilities, as files with the names they have."""
    first = tmp_path / "samhsa_sud_facilities_2020.csv.gz"
    first.write_bytes(gzip.compress(SUBSTANCE_USE_LIST))
    second = tmp_path / "samhsa_mental_health_facilities_2020.csv.gz"
    second.write_bytes(gzip.compress(MENTAL_HEALTH_LIST))
    return first, second


def suggested(content, name="facilities.csv", list_name=""):
    return saved.suggested_for(files.from_bytes(name, content), list_name)


def import_nation(*said):
    return CliRunner().invoke(commands, ["import-nation", *map(str, said)])


def services_by_list():
    names = m.Service.objects.values_list("source__name", "name")
    return {(source, name) for source, name in names}


def everything():
    tables = (m.Organization, m.Service, m.Location, m.Address, m.Phone, m.ServiceAtLocation)
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def test_the_rows_say_that_a_list_is_of_mental_health():
    assert suggested(MENTAL_HEALTH_LIST).name == MENTAL_HEALTH
    assert suggested(SUBSTANCE_USE_LIST).name == TREATMENT


def test_rows_of_one_list_are_not_taken_for_the_other_whatever_the_file_is_called():
    found = suggested(MENTAL_HEALTH_LIST, "samhsa_sud_facilities_2020.csv")

    assert found.name == MENTAL_HEALTH


def test_columns_that_a_mapping_was_not_made_for_leave_the_choice_to_a_person():
    other = SUBSTANCE_USE_LIST.replace(b"longitude\n", b"longitude,beds\n").replace(
        b"9\n", b"9,4\n"
    )

    assert suggested(other) is None
    assert suggested(other, "samhsa_sud_facilities_2020.csv").name == TREATMENT


def test_of_two_mappings_for_the_same_columns_the_list_names_its_own():
    columns = region.shipped()[TREATMENT]
    ours = {key: columns[key] for key in ("organization", "location", "address", "service")}
    headers = SUBSTANCE_USE_LIST.decode().splitlines()[0].split(",")
    for name in ("Food pantries", "Shelters"):
        saved.save_mapping(name=name, columns=ours, at=AT, headers=headers)

    assert suggested(SUBSTANCE_USE_LIST) is None
    assert suggested(SUBSTANCE_USE_LIST, list_name="Shelters").name == "Shelters"


def test_a_list_is_read_as_it_was_before_even_with_a_column_more():
    ours = saved.save_mapping(
        name="Ours",
        columns={"service": {"fields": {"name": "name1"}}, "organization": {"fields": {}}},
        at=AT,
    )
    m.Batch.objects.create(
        state=m.Batch.State.APPLIED,
        file_name="list.csv",
        fingerprint="-",
        kind="mapped",
        mapping=ours,
        choices={"source": {"name": "County list"}},
    )

    assert suggested(SUBSTANCE_USE_LIST, list_name="County list").name == "Ours"
    m.Batch.objects.update(state=m.Batch.State.UNDONE)
    assert suggested(SUBSTANCE_USE_LIST, list_name="County list").name == TREATMENT


def test_shipped_mappings_of_an_older_version_are_brought_up_to_date():
    m.Mapping.objects.filter(name=TREATMENT).update(columns={}, headers=[])

    assert region.ship_mappings(LATER) == 1
    assert m.Mapping.objects.get(name=TREATMENT).columns["known_by"]
    assert region.ship_mappings(LATER) == 0


def test_each_federal_list_is_its_own_source_and_none_of_the_other_is_gone(lists):
    said = import_nation(*lists)

    assert said.exit_code == 0, said.output
    assert services_by_list() == {
        (TREATMENT, "River House"),
        (TREATMENT, "Hill House, Day Program"),
        (MENTAL_HEALTH, "River House"),
        (MENTAL_HEALTH, "Lake House"),
    }
    assert "gone" not in said.output
    offers = m.Service.objects.filter(source__name=MENTAL_HEALTH).values_list("offers", flat=True)
    assert list(offers) == [["mental_health"], ["mental_health"]]
    assert not m.Phone.objects.exists()


def test_the_federal_lists_a_second_time_change_nothing(lists):
    import_nation(*lists)
    before = everything()

    said = import_nation(*reversed(lists))

    assert said.exit_code == 0, said.output
    assert everything() == before
    for word in ("new", "changed", "gone"):
        assert f" {word}" not in said.output
    latest = m.Batch.objects.order_by("-made_at")[:2]
    for batch in latest:
        counts = batches.totals(batch.counts)
        assert counts.pop("unchanged") > 0
        assert not any(counts.values())


def test_each_file_is_judged_once(lists, monkeypatch, tmp_path):
    judged = []
    verdict = batches.judge.Judge.verdict
    monkeypatch.setattr(
        batches.judge.Judge, "verdict", lambda one: judged.append(one) or verdict(one)
    )

    import_nation(*lists)
    assert len(judged) == 2

    said = CliRunner().invoke(
        commands,
        ["import", str(lists[0]), "--map", TREATMENT, "--set-aside", "--list-name", "Ours"],
    )
    assert said.exit_code == 0, said.output
    assert "Imported." in said.output
    assert len(judged) == 3


def test_a_list_nobody_may_carry_on_is_skipped_with_the_reason(lists, tmp_path):
    other = tmp_path / "vivitrol_providers_2020.csv"
    other.write_text("name,city_state\nHouse,Berea\n")

    said = import_nation(other, lists[0])

    assert said.exit_code == 0, said.output
    [line] = [line for line in said.output.splitlines() if line.startswith(other.name)]
    assert "skipped" in line
    assert "not a federal" in line
    assert m.Source.objects.get().name == TREATMENT


def test_a_file_of_another_name_is_skipped_until_its_list_is_said(tmp_path):
    path = tmp_path / "from-a-colleague.csv"
    path.write_bytes(MENTAL_HEALTH_LIST)

    assert "--list" in import_nation(path).output
    assert not m.Service.objects.exists()

    said = import_nation(path, "--list", MENTAL_HEALTH)
    assert said.exit_code == 0, said.output
    assert m.Service.objects.count() == 2


def test_a_file_said_to_be_a_list_that_its_rows_are_not_is_refused(lists):
    said = import_nation(lists[1], "--list", TREATMENT)

    assert said.exit_code == 1
    assert "type_facility" in said.output
    assert not m.Service.objects.exists()


def test_two_files_for_one_list_are_refused_before_anything_is_imported(lists, tmp_path):
    twin = tmp_path / "samhsa_treatment_2020.csv"
    twin.write_bytes(SUBSTANCE_USE_LIST)

    said = import_nation(*lists, twin)

    assert said.exit_code == 1
    assert "import one" in said.output
    assert not m.Service.objects.exists()


def test_every_shipped_extract_is_named_as_its_list():
    for file, name in region.LISTS.items():
        assert fitting.named_by_file(region.shipped()[name], file)


@needs_shared
@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("samhsa_sud_facilities_2020.csv.gz", TREATMENT),
        ("samhsa_mental_health_facilities_2020.csv.gz", MENTAL_HEALTH),
        ("samhsa_otp_directory_2021.csv", "SAMHSA opioid treatment programs"),
        ("hrsa_fqhc_sites_2020.csv.gz", "HRSA health center sites"),
        ("hospitals_2020.csv.gz", "Hospitals (HIFLD)"),
        ("vivitrol_providers_2020.csv", None),
        ("hud_coc_2018.csv.gz", None),
    ],
)
def test_the_real_lists_are_known_by_their_name_and_without_it(file, name):
    path = SHARED / "data" / "directory" / file
    found, skipped = nation.lists_of([path])
    assert (list(found), list(skipped)) == (([name], []) if name else ([], [path]))

    unnamed = "list.csv.gz" if file.endswith(".gz") else "list.csv"
    suggestion = suggested(path.read_bytes(), unnamed)

    assert (suggestion.name if suggestion else None) == name
