"""How deep each HSDS document goes: the published compiled schemas, as branches."""

from beside.directory.hsds.forest import Branch

TAXONOMY = Branch("taxonomy")
TERM = Branch("taxonomy_term", singles={"taxonomy_detail": TAXONOMY})

_LANGUAGES = Branch("language")
_PHONES = Branch("phone", lists={"languages": _LANGUAGES})
_CONTACTS = Branch("contact", lists={"phones": _PHONES})
_SCHEDULES = Branch("schedule")
_AREAS = Branch("service_area")
_FUNDING = Branch("funding")
_URLS = Branch("url")
_PROGRAM = Branch("program")

LOCATION = Branch(
    "location",
    lists={
        "languages": _LANGUAGES,
        "addresses": Branch("address"),
        "contacts": _CONTACTS,
        "accessibility": Branch("accessibility"),
        "phones": _PHONES,
        "schedules": _SCHEDULES,
    },
)

_AT_LOCATION_LISTS = {
    "service_areas": _AREAS,
    "contacts": _CONTACTS,
    "phones": _PHONES,
    "schedules": _SCHEDULES,
}
_AT_LOCATION = Branch(
    "service_at_location", lists=_AT_LOCATION_LISTS, singles={"location": LOCATION}
)

_ORGANIZATION_LISTS = {
    "additional_websites": _URLS,
    "funding": _FUNDING,
    "contacts": _CONTACTS,
    "phones": _PHONES,
    "programs": _PROGRAM,
    "organization_identifiers": Branch("organization_identifier"),
}
_ORGANIZATION = Branch("organization", lists=_ORGANIZATION_LISTS)

_SERVICE_LISTS = {
    "additional_urls": _URLS,
    "phones": _PHONES,
    "schedules": _SCHEDULES,
    "service_areas": _AREAS,
    "languages": _LANGUAGES,
    "funding": _FUNDING,
    "cost_options": Branch("cost_option"),
    "required_documents": Branch("required_document"),
    "contacts": _CONTACTS,
    "capacities": Branch("service_capacity", singles={"unit": Branch("unit")}),
}
_BARE_SERVICE = Branch(
    "service",
    lists={**_SERVICE_LISTS, "service_at_locations": _AT_LOCATION},
    singles={"program": _PROGRAM},
)

SERVICE = Branch(
    "service",
    lists={**_SERVICE_LISTS, "service_at_locations": _AT_LOCATION},
    singles={"organization": _ORGANIZATION, "program": _PROGRAM},
)
SERVICE_LISTED = Branch(
    "service", singles={"organization": Branch("organization"), "program": _PROGRAM}
)

ORGANIZATION_LISTED = Branch("organization")
ORGANIZATION = Branch(
    "organization",
    lists={**_ORGANIZATION_LISTS, "locations": LOCATION, "services": Branch("service")},
)
ORGANIZATION_WITH_SERVICES = Branch(
    "organization",
    lists={**_ORGANIZATION_LISTS, "locations": LOCATION, "services": _BARE_SERVICE},
)

AT_LOCATION = Branch(
    "service_at_location",
    lists=_AT_LOCATION_LISTS,
    singles={
        "location": LOCATION,
        "service": Branch(
            "service",
            lists=_SERVICE_LISTS,
            singles={"organization": _ORGANIZATION, "program": _PROGRAM},
        ),
    },
)
AT_LOCATION_LISTED = Branch(
    "service_at_location", singles={"location": Branch("location"), "service": SERVICE_LISTED}
)
