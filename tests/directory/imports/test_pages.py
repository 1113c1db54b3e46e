"""Staff bring a list in: upload, say which column is which, look, import, take back."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beside.directory import models as m
from beside.directory.imports import duplicates
from tests import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)
LIST = (
    b"Agency,Program,Street address,City,State,Zip,Phone,Notes\n"
    b"River House,Kits,1 Main Street,Berea,KY,40403,859-555-0100,Ring twice\n"
    b"Hill House,Kits,2 High Street,Berea,KY,40403,859-555-0101,\n"
)


@pytest.fixture
def importer(client):
    """One who may import, signed in."""
    return people.sign_in(client, people.person("directory_editor"))


def upload(client, content=LIST, name="list.csv", **said):
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("directory:imports"), {"file": file, "source": "County list", **said}, follow=True
    )


def mapped(client, response):
    """Save the suggested mapping."""
    form = response.context["page"].form
    said = {"name": "County"} | {
        name: field.initial or "" for name, field in form.fields.items() if name != "name"
    }
    return client.post(response.redirect_chain[-1][0], said, follow=True)


def test_a_list_in_no_known_form_asks_which_column_is_which(importer):
    response = upload(importer)

    assert "mapping" in response.redirect_chain[-1][0]
    looked = mapped(importer, response)
    assert looked.context["page"].batch.state == "previewed"
    assert not m.Service.objects.exists()


def test_what_was_looked_at_is_brought_in_and_taken_back(importer):
    batch = mapped(importer, upload(importer)).context["page"].batch

    importer.post(reverse("directory:import_bring_in", args=[batch.pk]))
    service = m.Service.objects.get(organization__name="River House")
    assert service.extra == {"Notes": "Ring twice"}
    assert service.service_at_locations.get().location.addresses.get().postal_code == "40403"

    importer.post(reverse("directory:import_undo", args=[batch.pk]))
    assert not m.Service.objects.exists()


def test_the_saved_mapping_is_used_again(importer):
    mapped(importer, upload(importer))

    again = upload(importer)

    assert again.context["page"].batch.mapping.name == "County"


def test_a_refused_file_names_its_faults_and_gives_them_as_a_list(importer):
    mapped(importer, upload(importer))
    bad = LIST.replace(b"40403", b"4x").replace(b"859-555-0100", b"??")

    response = upload(importer, bad)

    page = response.context["page"]
    assert page.batch.state == "refused"
    assert page.hard >= 3
    csv = importer.get(reverse("directory:import_rejects", args=[page.batch.pk])).content.decode()
    assert "list.csv,2,," in csv


def test_pages_are_there_in_both_languages(importer):
    for name in ("imports", "duplicates"):
        path = reverse(f"directory:{name}")
        assert importer.get(path).status_code == 200
        assert importer.get(path.replace("/en/", "/es/")).status_code == 200


def two_listings(offers):
    organization = m.Organization.objects.create(name="River House")
    for name, offer in zip(("River House", "River House Inc."), offers, strict=True):
        service = m.Service.objects.create(organization=organization, name=name, offers=[offer])
        place = m.Location.objects.create(organization=organization)
        m.Address.objects.create(location=place, address_1="1 Main Street", postal_code="40403")
        m.Phone.objects.create(location=place, number="(859) 555-0100")
        m.ServiceAtLocation.objects.create(service=service, location=place)


def test_two_like_listings_are_suggested_and_never_merged_by_themselves(importer):
    two_listings(["naloxone", "naloxone"])

    assert duplicates.suggest(at=AT) == 1
    assert duplicates.suggest(at=AT) == 0
    assert m.Service.objects.filter(status="active").count() == 2


def test_the_same_place_with_another_programme_is_not_suggested():
    two_listings(["naloxone", "detox"])
    m.Service.objects.filter(name="River House Inc.").update(name="Hope Recovery Home")

    assert duplicates.suggest(at=AT) == 0


def test_a_person_folds_a_pair_and_takes_it_back(importer):
    two_listings(["naloxone", "naloxone"])
    duplicates.suggest(at=AT)
    pair = m.Suggestion.objects.get()
    path = reverse("directory:decide_duplicate", args=[pair.pk])

    importer.post(path, {"answer": str(pair.first_id)})
    assert m.Service.objects.get(pk=pair.second_id).status == "defunct"

    importer.post(path, {"answer": "reopen"})
    assert m.Service.objects.get(pk=pair.second_id).status == "active"
    assert m.Suggestion.objects.get().state == "open"
