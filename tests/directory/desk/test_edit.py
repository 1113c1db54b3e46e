from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from beside.directory.desk.services import edit
from beside.directory.models import Edit, Phone, Service
from beside.kernel.models import Act

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def change(service, editor, at=NOON, **changes):
    return edit.edit_row(row=service, service=service, changes=changes, by=editor, at=at)


def test_only_what_differs_is_written_and_journalled(service, editor):
    change(service, editor, name="Naloxone at the desk", free=True)

    service.refresh_from_db()
    assert service.free is True
    assert [(e.field, e.before, e.after) for e in service.edits.all()] == [("free", None, True)]


def test_an_edit_that_changes_nothing_leaves_no_trace(service, editor):
    assert change(service, editor, name=service.name) is None
    assert Edit.objects.count() == 0
    assert not Act.objects.filter(verb="listing_edited").exists()


def test_an_edit_leaves_a_record_that_names_fields_but_not_values(service, editor):
    change(service, editor, name="Take home naloxone")

    act = Act.objects.get(verb="listing_edited")
    assert act.by == str(editor.pk)
    assert "Take home" not in str(act.detail)


def test_importers_elsewhere_learn_that_a_listing_changed(service, editor):
    change(service, editor, free=True)

    assert Service.objects.get(pk=service.pk).last_modified == NOON


def test_a_field_that_is_not_the_desks_is_refused(service, editor):
    with pytest.raises(edit.NotEditable, match="external_id"):
        change(service, editor, external_id="7")


def test_a_value_its_table_refuses_changes_nothing(service, editor):
    with pytest.raises(ValidationError):
        change(service, editor, status="asleep", free=True)

    service.refresh_from_db()
    assert service.free is None


def test_a_change_can_be_taken_back(service, editor):
    mark = change(service, editor, name="Other", offers=["naloxone", "food"])
    edit.undo(change_set=mark, by=editor, at=LATER)

    service.refresh_from_db()
    assert service.name == "Naloxone at the desk"
    assert service.offers == ["naloxone"]


def test_what_was_taken_back_is_not_taken_back_twice(service, editor):
    mark = change(service, editor, name="Other")
    edit.undo(change_set=mark, by=editor, at=LATER)

    with pytest.raises(edit.NothingToUndo):
        edit.undo(change_set=mark, by=editor, at=LATER)


def test_a_change_that_was_built_upon_is_not_taken_back(service, editor):
    first = change(service, editor, name="Second name")
    change(service, editor, name="Third name", at=LATER)

    with pytest.raises(edit.Overtaken):
        edit.undo(change_set=first, by=editor, at=LATER)

    service.refresh_from_db()
    assert service.name == "Third name"


def test_a_removed_phone_comes_back_as_it_was(service, editor):
    phone = service.phones.get()
    identity = phone.pk
    mark = edit.remove_row(row=phone, service=service, by=editor, at=NOON)
    assert not service.phones.exists()

    edit.undo(change_set=mark, by=editor, at=LATER)

    again = service.phones.get()
    assert (again.pk, again.number) == (identity, "859-555-0100")


def test_an_added_phone_goes_when_it_is_taken_back(service, editor):
    phone = Phone(service=service, number="859-555-0111")
    mark = edit.add_row(row=phone, service=service, by=editor, at=NOON)
    edit.undo(change_set=mark, by=editor, at=LATER)

    assert [p.number for p in service.phones.all()] == ["859-555-0100"]


def test_one_change_to_many_is_taken_back_at_once(service, editor):
    other = Service.objects.create(organization=service.organization, name="Food", offers=["food"])
    mark, count = edit.edit_many(
        services=Service.objects.all(), changes={"visibility": "unlisted"}, by=editor, at=NOON
    )
    assert count == 2

    edit.undo(change_set=mark, by=editor, at=LATER)

    assert set(Service.objects.values_list("visibility", flat=True)) == {"public"}
    assert other.edits.count() == 2


def test_those_that_already_are_as_wanted_are_not_counted(service, editor):
    Service.objects.create(organization=service.organization, name="Food", visibility="unlisted")

    _mark, count = edit.edit_many(
        services=Service.objects.all(), changes={"visibility": "unlisted"}, by=editor, at=NOON
    )

    assert count == 1
