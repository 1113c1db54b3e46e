"""What the profile says of checking: which field, how, and on which day; never by whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from beside.directory import access
from beside.directory.hsds.among import among
from beside.directory.truth import queries as truth
from beside.kernel import house

Said = list[dict[str, str]]
Checks = dict[str, tuple[date, str]]


def of_places(keys: Collection[UUID]) -> dict[UUID, Said]:
    """For each public place, the last check that reached each field."""
    return {place: _said(checks) for place, checks in _checks(keys).items()}


def of_services(keys: Collection[UUID]) -> dict[UUID, Said]:
    """For each service the fields checked at all its public places, by the oldest such check."""
    pairs = access.public_services_at_locations().filter(among("service_id", keys))
    places: dict[UUID, set[UUID]] = defaultdict(set)
    for service, place in pairs.values_list("service_id", "location_id"):
        places[service].add(place)
    checks = _checks({place for found in places.values() for place in found})
    return {
        service: said
        for service, found in places.items()
        if (said := _said(_everywhere([checks.get(place, {}) for place in found])))
    }


def _checks(keys: Collection[UUID]) -> dict[UUID, Checks]:
    rows = (
        truth.standing_checks()
        .filter(among("location_id", keys), finding__in=truth.REACHED)
        .order_by("location_id", "field", "-checked_at")
        .distinct("location_id", "field")
    )
    found: dict[UUID, Checks] = defaultdict(dict)
    for place, name, at, method in rows.values_list("location_id", "field", "checked_at", "method"):
        found[place][name] = house.today(at), method
    return found


def _everywhere(places: list[Checks]) -> Mapping[str, tuple[date, str]]:
    shared = set.intersection(*(set(checks) for checks in places)) if places else set()
    return {name: min(checks[name] for checks in places) for name in shared}


def _said(checks: Mapping[str, tuple[date, str]]) -> Said:
    """A day is enough to judge by, and does not tell when somebody was where."""
    return [
        {"field": name, "checked_at": f"{day.isoformat()}T00:00:00Z", "method": method}
        for name, (day, method) in sorted(checks.items())
    ]
