"""Listings that may be one: suggested, decided by a person, and undone by a person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from beside.directory.core.likeness import WORTH_A_LOOK, Listing, blocks, digits, host_of, likeness
from beside.directory.models import Address, Phone, Service, ServiceAtLocation, Suggestion
from beside.kernel import record

if TYPE_CHECKING:
    from beside.accounts.models import User

MOST_IN_A_BLOCK = 40


class AlreadyDecided(ValueError):
    """Somebody decided this pair before."""


def listings(services: Iterable[Service]) -> dict[UUID, Listing]:
    """What is compared of each service, in four queries."""
    found = {service.pk: service for service in services}
    phones: dict[UUID, set[str]] = defaultdict(set)
    for service_id, number in Phone.objects.filter(service_id__in=found).values_list(
        "service_id", "number"
    ):
        if service_id is not None:
            phones[service_id].add(digits(number))
    places: dict[UUID, tuple[str, str]] = {}
    at = ServiceAtLocation.objects.filter(service_id__in=found).values_list(
        "service_id", "location_id"
    )
    by_place = defaultdict(list)
    for service_id, location_id in at:
        by_place[location_id].append(service_id)
    for location_id, street, code in Address.objects.filter(
        location_id__in=by_place, address_type="physical"
    ).values_list("location_id", "address_1", "postal_code"):
        for service_id in by_place[location_id]:
            places.setdefault(service_id, (street, code))
    for location_id, number in Phone.objects.filter(location_id__in=by_place).values_list(
        "location_id", "number"
    ):
        for service_id in by_place.get(location_id, ()):
            phones[service_id].add(digits(number))
    return {
        key: Listing(
            service.name,
            frozenset(phones[key]),
            host_of(service.url),
            *places.get(key, ("", "")),
            frozenset(service.offers),
        )
        for key, service in found.items()
    }


@transaction.atomic
def suggest(*, at: datetime, by: "User | None" = None) -> int:
    """Look through all listings for pairs worth a look; how many are new."""
    known = listings(Service.objects.exclude(status=Service.Status.DEFUNCT))
    blocked: dict[str, list[UUID]] = defaultdict(list)
    for key, listing in known.items():
        for block in blocks(listing):
            blocked[block].append(key)
    pairs = {
        tuple(sorted(pair))
        for keys in blocked.values()
        if len(keys) <= MOST_IN_A_BLOCK
        for pair in combinations(keys, 2)
    }
    before = Suggestion.objects.count()
    Suggestion.objects.bulk_create(_worth_a_look(pairs, known, at), ignore_conflicts=True)
    made = Suggestion.objects.count() - before
    record.act("duplicates_suggested", on=("directory", "all"), by=by, at=at, detail={"n": made})
    return made


def _worth_a_look(
    pairs: Iterable[tuple[UUID, ...]], known: dict[UUID, Listing], at: datetime
) -> list[Suggestion]:
    found = []
    for first, second in pairs:
        alike = likeness(known[first], known[second])
        if alike.score >= WORTH_A_LOOK:
            found.append(
                Suggestion(
                    table="service",
                    first_id=first,
                    second_id=second,
                    score=alike.score,
                    reasons=list(alike.reasons),
                    made_at=at,
                )
            )
    return found


@transaction.atomic
def keep_apart(*, suggestion_id: UUID, at: datetime, by: "User") -> Suggestion:
    """They are two. Raises AlreadyDecided."""
    return _decide(suggestion_id, Suggestion.State.DIFFERENT, [], at, by)


@transaction.atomic
def fold(*, suggestion_id: UUID, keep: UUID, at: datetime, by: "User") -> Suggestion:
    """They are one: `keep` stays, the other is marked defunct and unlisted; nothing is deleted.

    What only the other had (offers, phone, address of the site) stays with it,
    and is seen on its page. Raises AlreadyDecided.
    """
    suggestion = _open(suggestion_id)
    other = suggestion.second_id if keep == suggestion.first_id else suggestion.first_id
    gone = Service.objects.select_for_update().get(pk=other)
    journal = [{"id": str(gone.pk), "status": gone.status, "visibility": gone.visibility}]
    gone.status, gone.visibility, gone.modified_at = Service.Status.DEFUNCT, "unlisted", at
    gone.last_modified = at
    gone.save()
    return _decide(suggestion_id, Suggestion.State.SAME, journal, at, by)


@transaction.atomic
def reopen(*, suggestion_id: UUID, at: datetime, by: "User") -> Suggestion:
    """Take a decision back."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion_id)
    for was in suggestion.journal:
        Service.objects.filter(pk=was["id"]).update(
            status=was["status"], visibility=was["visibility"], modified_at=at, last_modified=at
        )
    suggestion.state, suggestion.journal = Suggestion.State.OPEN, []
    suggestion.decided_at = suggestion.decided_by = None
    suggestion.save()
    record.act("duplicate_reopened", on=suggestion, by=by, at=at)
    return suggestion


def _open(suggestion_id: UUID) -> Suggestion:
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion_id)
    if suggestion.state != Suggestion.State.OPEN:
        raise AlreadyDecided(str(suggestion_id))
    return suggestion


def _decide(
    suggestion_id: UUID,
    state: Suggestion.State,
    journal: list[dict[str, str]],
    at: datetime,
    by: "User",
) -> Suggestion:
    suggestion = _open(suggestion_id)
    suggestion.state, suggestion.journal = state, journal
    suggestion.decided_at, suggestion.decided_by = at, by
    suggestion.save()
    record.act(f"duplicate_judged_{state.value}", on=suggestion, by=by, at=at)
    return suggestion
