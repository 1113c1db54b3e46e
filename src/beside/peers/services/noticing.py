"""What a peer noticed reaches those on duty at once; if nobody looks, everybody who may look."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import deadlines, facts, outbox, record
from beside.peers import hearing
from beside.peers.core.notes import LONGEST, Looks, looks_like
from beside.peers.core.noticed import AGAIN_AFTER, Answer, What, hour_of
from beside.peers.facts import PeerNoticed
from beside.peers.models import Notice, Point
from beside.peers.services.telling import Where
from beside.supply.models import Place, Program


class NotKept(ValueError):
    """The note looks like a name, a number or an address. `looks` says which."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(looks.value)
        self.looks = looks


@dataclass(frozen=True)
class Noticed:
    """What, where (a site, a point where bags wait, or a town), and a few words if need be."""

    what: What
    place: Place | None = None
    town: Where | None = None
    note: str = ""
    point: Point | None = None

    @property
    def county_fips(self) -> str:
        """Of the town when it is named, else of the place; "" when neither is."""
        if self.town:
            return self.town.county_fips
        place = self.point.shelf if self.point else self.place
        return place.county_fips if place else ""


@transaction.atomic
def notice(*, program: Program, told: Noticed, nonce: str, at: datetime) -> bool:
    """Keep it without saying whose it was, once for its nonce; whether it was new. Raises NotKept.

    Whoever hears peers in this program gets a letter now, and all who may hear them after half
    an hour in which nobody looked.
    """
    note = " ".join(told.note.split())[:LONGEST]
    if looks := looks_like(note):
        raise NotKept(looks)
    if not outbox.first_time("peers.noticed", nonce, at=at):
        return False
    county = told.county_fips
    kept = Notice.objects.create(
        program=program, what=told.what, place=told.place, point=told.point, note=note,
        county_fips=county, town=told.town.name if told.town else "", noticed_hour=hour_of(at),
        deadline_at=at + AGAIN_AFTER,
    )  # fmt: skip
    record.act("peer_noticed", on=kept, at=at, detail={"what": told.what.value})
    _write(kept, at, everybody=False)
    fact = PeerNoticed(kept.pk, program.pk, told.what.value, county, f"{hour_of(at):%Y-%m-%dT%H}")
    facts.publish(fact, about=kept, at=at)
    deadlines.armed(at + AGAIN_AFTER)
    return True


@transaction.atomic
def write_again(*, notice_id: UUID, missed: datetime, at: datetime) -> None:
    """Nobody has looked for half an hour. Raises Overtaken (somebody has, just now)."""
    unmoved = Notice.objects.filter(pk=notice_id, deadline_at=missed, seen_at=None)
    if not unmoved.update(deadline_at=None, told_again=True):
        raise deadlines.Overtaken(str(notice_id))
    kept = Notice.objects.select_related("program").get(pk=notice_id)
    record.act("peer_notice_unseen", on=kept, at=at)
    _write(kept, at, everybody=True)


@transaction.atomic
def see(*, notice: Notice, by: User, at: datetime) -> bool:
    """Somebody has looked; whether they were the first."""
    unseen = Notice.objects.filter(pk=notice.pk, seen_at=None)
    if not unseen.update(seen_at=at, seen_by=by, deadline_at=None):
        record.act("peer_notice_read", on=notice, by=by, at=at)
        return False
    record.act("peer_notice_seen", on=notice, by=by, at=at)
    return True


@transaction.atomic
def answer(*, notice: Notice, answer: Answer, by: User, at: datetime) -> None:
    """What came of it."""
    see(notice=notice, by=by, at=at)
    Notice.objects.filter(pk=notice.pk).update(answer=answer)
    record.act("peer_notice_answered", on=notice, by=by, at=at, detail={"answer": answer.value})


def _write(kept: Notice, at: datetime, *, everybody: bool) -> None:
    for user_id in hearing.who_hears(kept.program, at, everybody=everybody):
        payload = {"notice": str(kept.pk), "user": str(user_id)}
        key = f"{kept.pk}:{user_id}:{'all' if everybody else 'first'}"
        outbox.put(hearing.LETTER, payload, about=kept, due_at=at, key=key, urgent=True)
