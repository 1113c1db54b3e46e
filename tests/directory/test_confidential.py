"""A hidden place leaves by no page, no API, no stream and no public export."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from beside.directory import models as m
from beside.directory.exports import formats

SECRET = "Zephyrhollow"
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


def outward(client):
    """Every way out to the public: each as text."""
    for name in LISTS:
        for question in ("", "?full=true", "?full_service=true", f"?search={SECRET}"):
            response = client.get(f"/hsds/{name}{question}")
            if response.status_code == 200:
                yield f"{name}{question}", response.content.decode()
                for item in response.json()["contents"] if not question else ():
                    one = client.get(f"/hsds/{name}/{item['id']}")
                    yield f"{name}/id", one.content.decode()
        stream = client.get(f"/hsds/{name}?format=ndjson")
        yield f"{name} ndjson", b"".join(stream.streaming_content).decode()
    for kind in formats.FORMATS:
        yield f"export {kind}", exported(kind)


def exported(kind):
    out = io.BytesIO()
    formats.write(kind, out, public=True)
    content = out.getvalue()
    if kind in {"package", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
            return b"".join(parts).decode("utf-8", "ignore")
    return content.decode()


def town(hide, how):
    """Two services at two places; `hide` says which of them is hidden, and bears the secret."""

    def named(part):
        return SECRET if part == hide else "Plain"

    def seen(part):
        return how if part == hide else "public"

    organization = m.Organization.objects.create(
        name=named("organization"), visibility=seen("organization")
    )
    service = m.Service.objects.create(
        organization=organization, name=named("service"), visibility=seen("service")
    )
    place = m.Location.objects.create(
        organization=organization, name=named("location"), visibility=seen("location"),
        latitude=38.0, longitude=-84.0,
    )  # fmt: skip
    pair = m.ServiceAtLocation.objects.create(
        service=service, location=place, description=named("location")
    )
    hang_on(place, pair, service, organization, hide)
    other = m.Organization.objects.create(name="Open house")
    m.Service.objects.create(organization=other, name="Open service")
    return place


def hang_on(place, pair, service, organization, hide):
    """Rows that hang on each part say the secret when that part is hidden."""
    at_place = SECRET if hide == "location" else "Plain"
    of_service = SECRET if hide == "service" else "Plain"
    of_owner = SECRET if hide == "organization" else "Plain"
    m.Address.objects.create(location=place, address_1=at_place, attention=SECRET)
    m.Phone.objects.create(location=place, number=at_place)
    m.Phone.objects.create(location=place, service=service, number=at_place)
    m.Phone.objects.create(service_at_location=pair, service=service, number=at_place)
    phone = m.Phone.objects.create(location=place, number=at_place)
    m.Language.objects.create(phone=phone, service=service, name=at_place)
    m.Schedule.objects.create(location=place, service=service, description=at_place)
    m.Schedule.objects.create(service_at_location=pair, description=at_place)
    m.ServiceArea.objects.create(service=service, service_at_location=pair, name=at_place)
    m.Accessibility.objects.create(location=place, description=at_place)
    m.Contact.objects.create(location=place, service=service, title=at_place)
    person = m.Contact.objects.create(service=service, name=SECRET)
    m.Phone.objects.create(contact=person, service=service, number=SECRET)
    m.Phone.objects.create(service=service, organization=organization, number=of_service)
    m.Url.objects.create(service=service, url=f"https://{of_service}.example")
    m.Funding.objects.create(organization=organization, source_of_funds=of_owner)
    m.Program.objects.create(organization=organization, name=of_owner)
    taxonomy = m.Taxonomy.objects.create(name="Terms")
    term = m.TaxonomyTerm.objects.create(name="Term", taxonomy_detail=taxonomy)
    for entity, row, value in (
        ("location", place, at_place), ("service", service, of_service),
        ("organization", organization, of_owner), ("address", place.addresses.get(), at_place),
    ):  # fmt: skip
        m.Attribute.objects.create(
            link_id=row.pk, link_entity=entity, taxonomy_term=term, value=value
        )
        m.Metadata.objects.create(
            resource_id=row.pk, resource_type=entity, previous_value=SECRET, updated_by=SECRET
        )
        row.extra = {"note": SECRET}
        row.save()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["unlisted", "confidential"])
@pytest.mark.parametrize("hide", ["organization", "service", "location"])
def test_what_is_hidden_leaves_by_no_way_out(client, hide, how):
    place = town(hide, how)

    for way, text in outward(client):
        assert SECRET.lower() not in text.lower(), (hide, how, way)
        if hide == "location":
            assert str(place.pk) not in text, (how, way)


@pytest.mark.django_db
def test_a_hidden_record_asked_for_by_its_id_is_simply_not_there(client):
    town("location", "confidential")
    pair = m.ServiceAtLocation.objects.get()

    hidden = client.get(f"/hsds/service_at_locations/{pair.pk}")
    never = client.get("/hsds/service_at_locations/00000000-0000-4000-8000-000000000000")

    assert (hidden.status_code, hidden.content) == (never.status_code, never.content)


@pytest.mark.django_db
def test_pages_of_the_finder_say_nothing_of_a_hidden_place(client):
    town("location", "confidential")

    page = client.get(reverse("directory:find"), {"near": "40403"})

    assert SECRET not in page.content.decode()
    assert json.dumps(SECRET) not in page.content.decode()
