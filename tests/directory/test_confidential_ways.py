"""Whatever is hidden, and whichever way out is asked: a property of every outward path."""

import io
import zipfile
from dataclasses import dataclass, field

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from beside.directory import models as m
from beside.directory.exports import formats
from beside.directory.finder import standing
from beside.directory.finder.listing import key_of
from beside.directory.gaps import queries as gaps
from beside.kernel import clock
from tests.directory import town

SEEN = st.sampled_from(["public", "public", "unlisted", "confidential"])
PARTS = st.tuples(SEEN, SEEN, SEEN)
LISTS = ("services", "organizations", "service_at_locations")


@dataclass
class House:
    """One place, with the words and ids that must not leave."""

    place: m.Location
    hidden: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)


def house(number, organization_seen, service_seen, place_seen):
    """A place whose three parts each have a name of their own, and are seen or not."""
    place = town.place(f"Place{number}x", "naloxone", north=number / 1000, visibility=place_seen)
    owner = place.organization
    service = m.Service.objects.get(organization=owner)
    m.Organization.objects.filter(pk=owner.pk).update(
        name=f"Owner{number}x", visibility=organization_seen
    )
    m.Service.objects.filter(pk=service.pk).update(
        name=f"Service{number}x", visibility=service_seen
    )
    m.Address.objects.filter(location=place).update(address_1=f"Street{number}x")
    m.Phone.objects.filter(location=place).update(number=f"555-77{number:02}")
    town.checked(place, days_ago=1)
    owner_open = organization_seen == "public"
    return judged(
        House(place),
        (owner_open, f"Owner{number}x", owner.pk),
        (owner_open and service_seen == "public", f"Service{number}x", service.pk),
        (owner_open and place_seen == "public", f"Place{number}x", place.pk),
        (owner_open and place_seen == "public", f"Street{number}x", key_of(place.pk)),
        (owner_open and place_seen == "public", f"555-77{number:02}", place.pk),
    )


def judged(one, *parts):
    for public, *words in parts:
        (one.shown if public else one.hidden).update(str(word) for word in words)
    return one


def ways(client, houses):
    """Every way out, asked for lists and for each record by its id: as text."""
    for name in LISTS:
        address = f"/hsds/{name}"
        for question in ("", "?full=true", "?search=place0x", "?search=service1x"):
            yield f"{name}{question}", client.get(address + question).content
        yield f"POST {name}", client.post(address, {}).content
        yield f"{name} lines", b"".join(client.get(f"{address}?format=ndjson").streaming_content)
    near = "?postcode=40403&proximity=50000"
    yield "near", client.get(f"/hsds/service_at_locations{near}").content
    for kind in ("json", "ndjson", "package", "csv", "xlsx"):
        yield kind, exported(kind)
    for name in ("find", "list_on_paper"):
        yield name, client.get(reverse(f"directory:{name}"), {"near": "40403"}).content
    yield "card for zip", client.get(reverse("directory:card_for_zip", args=["40403"])).content
    standing.forget()
    yield "index", repr(standing.current(clock.now()).index.listings).encode()


def exported(kind):
    out = io.BytesIO()
    formats.write(kind, out, public=True)
    if kind not in {"package", "xlsx"}:
        return out.getvalue()
    with zipfile.ZipFile(out) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def by_id(client, one):
    """Status of every page and answer about one place, by its kind."""
    pair = one.place.service_at_locations.get()
    key = key_of(one.place.pk)
    yield f"/hsds/organizations/{one.place.organization_id}"
    yield f"/hsds/services/{pair.service_id}"
    yield f"/hsds/service_at_locations/{pair.pk}"
    yield reverse("directory:place", args=[key])
    yield reverse("directory:card_for_place", args=[key])


@pytest.mark.django_db
@given(st.lists(PARTS, min_size=2, max_size=2))
@settings(
    max_examples=5,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_hidden_leaves_by_any_way_and_nothing_public_is_lost(client, seen):
    m.Organization.objects.all().delete()
    m.Location.objects.all().delete()
    standing.forget()
    houses = [house(number, *parts) for number, parts in enumerate(seen)]
    hidden = set().union(*(one.hidden for one in houses))

    for way, content in ways(client, houses):
        text = content.decode("utf-8", "ignore")
        assert [word for word in hidden if word in text] == [], way
        if way in {"json", "package"}:
            assert [word for word in told(houses) if word not in text] == [], way
    for one in houses:
        for address in by_id(client, one):
            answer = client.get(address)
            text = answer.content.decode()
            assert answer.status_code == 404 or not [w for w in hidden if w in text], address
    reachable = [one for one in houses if not one.hidden]
    assert len(gaps.sites_with(gaps.Offer.NALOXONE)) == len(reachable)


def told(houses):
    """Names that are public and therefore must be in a whole export."""
    return {word for one in houses for word in one.shown if word.endswith("x")}
