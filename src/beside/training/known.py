"""What a list of sessions may name: partners, courses and sessions that stand here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from beside.partners.models import Partner
from beside.training import queries
from beside.training.core.audiences import Audience
from beside.training.core.rows import Known
from beside.training.models import GroupSession


@dataclass(frozen=True)
class KnownHere(Known):
    """With the partners' names as they are written."""

    partners_as_written: Mapping[str, UUID]


def what_stands(today: date) -> KnownHere:
    """Everything a row is judged by. Partners that ended may still have held sessions."""
    written = dict(Partner.objects.values_list("name", "pk"))
    offered = queries.offered()
    titles = {
        said.casefold(): course.slug
        for course in offered
        for said in (course.content.title.en, course.content.title.es)
    }
    sessions = GroupSession.objects.exclude(state="cancelled")
    alike = sessions.values_list(
        "on_date", "partner_id", "version__course_id", "audience", "language", "people"
    )
    return KnownHere(
        partners={name.casefold(): pk for name, pk in written.items()},
        courses={course.slug: set(course.content.tracks) for course in offered},
        course_names=titles,
        codes=set(GroupSession.objects.values_list("code", flat=True)),
        likenesses=[(on, pk, slug, Audience(a), la, n) for on, pk, slug, a, la, n in alike],
        today=today,
        partners_as_written=written,
    )
