"""What came in goes out, and comes in again, with nothing lost."""

import io
from datetime import UTC, datetime

import pytest

from beside.directory.exports import formats
from beside.directory.hsds.rows import MODELS
from beside.directory.imports import batches, files, keeping
from beside.directory.imports.apply import ChangedSince
from beside.directory.imports.batches import Choices, ListOf, Refused
from beside.directory.models import Organization, Service
from tests.directory.hsds.conftest import directory as directory
from tests.directory.shared import BALTIMORE, OFFICIAL, SAN_MATEO, UK, needs_shared

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, tzinfo=UTC)
LATER = datetime(2026, 3, 3, tzinfo=UTC)
NOT_SAID = {"source_id", "modified_at", "last_modified"}


def everything():
    """Every row of every table, but for when and from which list it came."""
    return {
        (table, row["id"]): {key: value for key, value in row.items() if key not in NOT_SAID}
        for table, model in MODELS.items()
        for row in model.objects.values()
    }


def empty():
    for model in reversed(MODELS.values()):
        model.objects.all().delete()


def written(kind):
    out = io.BytesIO()
    formats.write(kind, out, public=False)
    return out.getvalue()


def bring_in(name, content, **chosen):
    choices = Choices(ListOf("round trip"), contacts=True, **chosen)
    return batches.bring_in(files.from_bytes(name, content), choices, at=AT)


@pytest.mark.parametrize(("kind", "name"), [("json", "all.json"), ("package", "all.zip")])
def test_a_directory_with_one_of_everything_survives_the_trip(directory, kind, name):
    before, file = everything(), written(kind)
    empty()

    bring_in(name, file)

    assert everything() == before


def test_the_same_file_twice_changes_nothing(directory):
    file = written("package")

    again = bring_in("all.zip", file)

    assert batches.totals(again.counts)["new"] == 0
    assert batches.totals(again.counts)["changed"] == 0


def test_an_import_can_be_taken_back(directory):
    before, file = everything(), written("package")
    Service.objects.update(name="Changed")
    Organization.objects.create(name="Untouched")
    changed = everything()
    batch = bring_in("all.zip", file)

    batches.undo(batch_id=batch.pk, at=LATER)

    assert everything() == changed
    assert before != changed


def test_what_an_import_made_goes_when_it_is_taken_back(directory):
    file = written("package")
    empty()
    batch = bring_in("all.zip", file)

    batches.undo(batch_id=batch.pk, at=LATER)

    assert everything() == {}


def test_what_an_import_made_is_noted_once_a_table_and_forgotten_with_its_undo(directory):
    file = written("package")
    empty()
    batch = bring_in("all.zip", file)

    noted = {one.table: set(one.keys) for one in batch.made.all()}

    assert batch.made.count() == len(noted)
    assert noted == {
        table: found
        for table, model in MODELS.items()
        if (found := set(model.objects.values_list("pk", flat=True)))
    }
    assert keeping.forget_journals(LATER, LATER) == len(noted)
    assert not batch.made.exists()


def test_an_import_is_not_taken_back_over_later_edits(directory):
    Service.objects.update(name="Changed")
    batch = bring_in("all.zip", written_before_change(directory))
    Service.objects.update(name="Edited by staff", modified_at=LATER)

    with pytest.raises(ChangedSince):
        batches.undo(batch_id=batch.pk, at=LATER)


def written_before_change(organization):
    Service.objects.update(name="Naloxone kits")
    file = written("package")
    Service.objects.update(name="Changed")
    return file


def test_after_thirty_days_an_import_stands(directory):
    batch = bring_in("all.zip", written("package"))

    with pytest.raises(batches.TooLate):
        batches.undo(batch_id=batch.pk, at=datetime(2026, 4, 15, tzinfo=UTC))


def test_a_file_with_a_fault_changes_nothing(directory):
    before = everything()
    csv = b"Agency,Service name,ZIP,Website\nRiver,Kits,40403,https://a.example\nX,Y,404,bad\n"

    with pytest.raises(Refused) as refused:
        bring_in("list.csv", csv, mapping=mapping_of(csv))

    assert everything() == before
    found = {(fault["row"], fault["column"]) for fault in refused.value.batch.faults}
    assert found == {(3, "url"), (3, "postal_code")} or (3, "url") in found


def mapping_of(csv):
    from beside.directory.imports.mapped import suggested
    from beside.directory.imports.saved import save_mapping
    from beside.directory.imports.sheets import sheet

    return save_mapping(name="Ours", columns=suggested(sheet("list.csv", csv).headers), at=AT)


@needs_shared
@pytest.mark.parametrize("folder", ["Default", "Test", "Warn"])
def test_what_the_uk_validator_passes_is_imported(folder):
    for path in sorted((UK / f"V3.0-UK-{folder}").glob("*.json")):
        if path.name.startswith("dashboard"):  # a validator's own report, not HSDS
            continue
        seen = batches.look(files.from_path(path), Choices(ListOf("UK")))
        hard = [fault for fault in seen.verdict.faults if fault.hard]
        if (folder, path.name) == ("Warn", "taxonomy_term.json"):
            # Byte for byte the file of the Fail set: HSDS forbids it, so we do.
            assert {fault.kind for fault in hard} == {"schema_format", "schema_required"}
            continue
        assert hard == [], path.name


@needs_shared
def test_what_hsds_forbids_is_refused_with_its_reason():
    refused = {}
    for path in sorted((UK / "V3.0-UK-Fail").glob("*.json")):
        seen = batches.look(files.from_path(path), Choices(ListOf("UK")))
        hard = {(fault.column, fault.kind) for fault in seen.verdict.faults if fault.hard}
        if hard:
            refused[path.name] = hard

    assert refused.keys() == {
        "api_details.json", "service_full.json", "service_list.json", "taxonomy_term.json",
    }  # fmt: skip
    bad_addresses = {("url", "schema_format"), ("email", "schema_format")}
    assert bad_addresses <= refused["service_full.json"]
    assert bad_addresses <= refused["service_list.json"]
    assert ("term_uri", "schema_format") in refused["taxonomy_term.json"]


@needs_shared
@pytest.mark.parametrize(
    "name", ["service_full", "organization_full", "service_at_location_full", "service_list"]
)
def test_the_official_examples_are_imported(name):
    seen = batches.look(files.from_path(OFFICIAL / f"{name}.json"), Choices(ListOf("HSDS")))

    assert [fault for fault in seen.verdict.faults if fault.hard] == []
    assert seen.plan.counts()["organization"]["new"] >= 1


@needs_shared
def test_personal_contacts_stay_out_unless_asked_for():
    file = files.from_path(OFFICIAL / "service_full.json")

    without = batches.look(file, Choices(ListOf("HSDS")))
    with_them = batches.look(file, Choices(ListOf("HSDS"), contacts=True))

    assert "contact" not in without.plan.counts()
    assert "contacts_left_out" in {fault.kind for fault in without.verdict.faults}
    assert with_them.plan.counts()["contact"]["new"] == 1


@needs_shared
def test_a_small_county_directory_is_read_with_hours_and_holidays():
    seen = batches.look(files.from_path(SAN_MATEO), Choices(ListOf("San Mateo"), set_aside=True))

    counts = seen.plan.counts()
    assert counts["organization"]["new"] == 8
    assert counts["location"]["new"] == 22
    assert counts["service"]["new"] == 23
    assert counts["schedule"]["new"] > 5


@needs_shared
def test_a_city_directory_is_refused_whole_and_every_orphan_is_named():
    seen = batches.look(files.from_path(BALTIMORE), Choices(ListOf("Baltimore")))

    orphans = {
        (fault.place.file, fault.place.row) for fault in seen.verdict.faults
        if fault.kind == "orphan"
    }  # fmt: skip
    assert seen.verdict.refused()
    assert ("services.csv.gz", 571) in orphans or ("services.csv", 571) in orphans
    assert len(orphans) > 300
