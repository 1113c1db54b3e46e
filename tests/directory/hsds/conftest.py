"""A small directory with one of everything, and a shelter nobody may find."""

from datetime import UTC, date, datetime, time

import pytest

from beside.directory import models as m

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at_place(service, **location):
    place = m.Location.objects.create(organization=service.organization, **location)
    return m.ServiceAtLocation.objects.create(service=service, location=place)


@pytest.fixture
def directory(db):
    """Organization, service, place and one row of every other table."""
    source = m.Source.objects.create(name="Old list", year=2020, unreliable=True)
    organization = m.Organization.objects.create(
        name="River House", description="Help by the river.", website="https://river.example",
        email="help@river.example", year_incorporated=1999, source=source, external_id="7",
        extra={"admin_emails": "private@river.example"}, modified_at=AT,
    )  # fmt: skip
    program = m.Program.objects.create(organization=organization, name="Naloxone for all")
    service = m.Service.objects.create(
        organization=organization, program=program, name="Naloxone kits",
        description="Free naloxone, no questions asked.", url="https://river.example/kits",
        minimum_age=0, assured_date=date(2026, 1, 2), offers=["naloxone"],
        naloxone_products=["nasal_4mg"], walk_in=True, no_id_needed=True, free=True,
        next_slot_at=AT, last_modified=AT, modified_at=AT,
    )  # fmt: skip
    here = at_place(service, name="Main Street", latitude=37.57, longitude=-84.29)
    place = here.location
    m.Address.objects.create(
        location=place, attention="Ann Persona", address_1="1 Main Street", city="Berea",
        state_province="KY", postal_code="40403", country="US",
    )  # fmt: skip
    m.Accessibility.objects.create(location=place, description="Ramp")
    contact = m.Contact.objects.create(service=service, title="Front desk")
    m.Contact.objects.create(service=service, name="Ann Persona")
    m.Phone.objects.create(contact=contact, number="859-555-0100", extension="12")
    phone = m.Phone.objects.create(service=service, number="859-555-0101", extension="1 or 2")
    m.Language.objects.create(phone=phone, name="Spanish", code="es")
    m.Language.objects.create(service=service, name="English", code="en")
    m.Schedule.objects.create(
        service_at_location=here, freq="WEEKLY", byday="MO,TU", opens_at=time(9),
        closes_at=time(17, 30), valid_from=date(2026, 1, 1), dtstart=date(2026, 1, 1), interval=1,
    )  # fmt: skip
    m.Schedule.objects.create(location=place, exception=True, valid_from=date(2026, 12, 25))
    m.ServiceArea.objects.create(service=service, name="Madison County")
    m.ServiceCapacity.objects.create(
        service=service, unit=m.Unit.objects.create(name="kit"), available=40, updated=AT
    )
    m.CostOption.objects.create(service=service, option="Everyone", amount=0, currency="usd")
    m.RequiredDocument.objects.create(service=service, document="None")
    m.Funding.objects.create(organization=organization, source_of_funds="Settlement money")
    m.Url.objects.create(organization=organization, url="https://more.river.example")
    m.Url.objects.create(service=service, url="https://kits.river.example")
    m.OrganizationIdentifier.objects.create(
        organization=organization, identifier_type="EIN", identifier="00-0000000"
    )
    taxonomy = m.Taxonomy.objects.create(name="Open Eligibility", description="Free terms")
    top = m.TaxonomyTerm.objects.create(name="Health", taxonomy_detail=taxonomy, code="106")
    term = m.TaxonomyTerm.objects.create(
        name="Overdose prevention", taxonomy_detail=taxonomy, parent=top, code="106-1"
    )
    m.Attribute.objects.create(link_id=service.pk, link_entity="service", taxonomy_term=term)
    m.Metadata.objects.create(
        resource_id=service.pk, resource_type="service", field_name="name",
        previous_value="Kits in the Secret House", updated_by="Ann Persona",
        last_action_date="2026-02-01", last_action_type="update", replacement_value="Kits",
    )  # fmt: skip
    return organization
