"""What this room, and the rooms below it, can find about a person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from beside.accounts.models import Invitation, User
from beside.privacy import keys, kinds, retention, subjects
from beside.privacy.core import envelope
from beside.privacy.models import Opening, Sealed, SearchMark, Span
from beside.privacy.ports import KeyMissing
from beside.privacy.subjects import Held, OpenedBy


def register_finders() -> None:
    subjects.register("privacy.vault", find=in_the_vault)
    subjects.register("accounts.people", find=among_staff)
    subjects.register("accounts.invitations", find=among_invitations)


@sensitive_variables()
def in_the_vault(identifier: str) -> list[Held]:
    """Sealed records that carry this identifier's mark.

    Each mark is a keyed hash with its record's id inside, so every marked record is
    tried: slow on purpose. Whoever reads the database sees no two marks alike.
    """
    found = list(_marked(identifier))
    openings = _openings([row.id for row in found])
    return [_held(row, openings[row.id]) for row in found]


@sensitive_variables()
def _marked(identifier: str) -> Iterator[Sealed]:
    open_spans = Span.objects.filter(state=Span.State.OPEN, sealed__searchmark__isnull=False)
    for span in open_spans.distinct().order_by("ends_at"):
        try:
            search_key = keys.store().search_key(span.name)
        except KeyMissing:
            continue
        marks = SearchMark.objects.filter(sealed__span=span).values_list("sealed_id", "mark")
        ids = {
            sealed_id
            for sealed_id, mark in marks.iterator(chunk_size=5000)
            if envelope.mark(search_key, sealed_id, identifier) == bytes(mark)
        }
        yield from Sealed.objects.filter(id__in=ids).defer("ciphertext", "wrapped_key")


def _openings(ids: Iterable[UUID]) -> dict[UUID, list[Opening]]:
    grouped: dict[UUID, list[Opening]] = defaultdict(list)
    for opening in Opening.objects.filter(record_id__in=ids).select_related("by").order_by("at"):
        grouped[opening.record_id].append(opening)
    return grouped


def _held(row: Sealed, openings: Iterable[Opening]) -> Held:
    kind = kinds.find_kind(row.kind)
    return Held(
        what=kind.what if kind else row.kind,
        why=kind.why if kind else _("No part of the system names this kind any more."),
        until=row.retain_until,
        since=row.sealed_at,
        opened_by=tuple(_opened_by(opening) for opening in openings),
    )


def _opened_by(opening: Opening) -> OpenedBy:
    purpose = kinds.find_purpose(opening.purpose)
    who = opening.by.name if opening.by else opening.by_worker
    return OpenedBy(who, purpose.says if purpose else opening.purpose, opening.at)


@sensitive_variables()
def among_staff(identifier: str) -> list[Held]:
    """Accounts of staff, by e-mail address or name. They are few: each is compared here."""
    wanted = envelope.fold(identifier)
    return [
        Held(
            what=_("An account on staff: name, e-mail address and roles."),
            why=_("To sign in, and to be answerable for what was done."),
            until=None,
            since=person.joined_at,
        )
        for person in User.objects.only("email", "name", "joined_at")
        if wanted in {envelope.fold(person.email), envelope.fold(person.name)}
    ]


@sensitive_variables()
def among_invitations(identifier: str) -> list[Held]:
    """Invitations to join the staff, by e-mail address or name."""
    wanted = envelope.fold(identifier)
    rule = retention.rule_named("accounts.invitations")
    keep = rule.keep if rule else timedelta()
    return [
        Held(
            what=_("An invitation to join the staff: name and e-mail address."),
            why=_("So that whoever invited can see what became of it."),
            until=(invited.settled_at or invited.expires_at) + keep,
            since=invited.invited_at,
        )
        for invited in Invitation.objects.all()
        if wanted in {envelope.fold(invited.email), envelope.fold(invited.name)}
    ]
