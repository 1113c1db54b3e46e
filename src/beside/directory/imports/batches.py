"""Imports as people do them: look first, bring in, take back. Each leaves a record.

All or nothing: a file with a hard fault is refused whole. With `set_aside` the
faulty rows stay out, named one by one, and the rest comes in; a person chose that.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from beside.directory.hsds.among import among
from beside.directory.hsds.memory import all_stays
from beside.directory.hsds.rows import MODELS
from beside.directory.hsds.tables import ORDER
from beside.directory.imports import apply, files, judge, plan
from beside.directory.imports.files import Given, HowToRead
from beside.directory.imports.judge import Rules, Verdict
from beside.directory.imports.package import Fault, Place
from beside.directory.models import Batch, Location, Mapping, Source
from beside.kernel import progress, record

if TYPE_CHECKING:
    from beside.accounts.models import User

UNDO_FOR = timedelta(days=30)
MOST_FAULTS_KEPT = 20_000
LOSE_NOTHING = {"reference_kept", "two_digit_year"}


class Refused(ValueError):
    """The file has faults; nothing was imported. `batch` holds them."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"{len(batch.faults)} faults")
        self.batch = batch


class TooLate(ValueError):
    """The batch is not applied, or was more than 30 days ago."""


@dataclass(frozen=True)
class ListOf:
    """Whose list a file is. `unreliable`: every record says not to rely on it."""

    name: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    licence: str = ""
    note: str = ""
    unreliable: bool = False


@dataclass(frozen=True)
class Choices:
    """What a person chose for one import."""

    source: ListOf
    mapping: Mapping | None = None
    day_first: bool = False
    set_aside: bool = False
    contacts: bool = False
    where: dict[str, Any] = field(default_factory=dict)

    def how(self) -> HowToRead:
        """How to read the file. The list's name makes the ids; its year does not."""
        document = dict(self.mapping.columns) if self.mapping else None
        if document is not None and self.where:
            document["where"] = {**document.get("where", {}), **self.where}
        return HowToRead(self.source.name, document, self.contacts)

    def kept(self) -> dict[str, Any]:
        """Everything but the mapping, to be read again by `Choices.again`."""
        return {
            "source": asdict(self.source),
            "day_first": self.day_first,
            "set_aside": self.set_aside,
            "contacts": self.contacts,
            "where": self.where,
        }

    @classmethod
    def again(cls, batch: Batch) -> "Choices":
        """What was chosen when the batch was looked at."""
        kept = dict(batch.choices)
        kept.pop("sample", None)
        return cls(ListOf(**kept.pop("source")), batch.mapping, **kept)

    def rules(self) -> Rules:
        """How strictly to judge."""
        return Rules(self.source.name, self.day_first, self.set_aside)


@dataclass(frozen=True)
class Look:
    """What an import would do."""

    kind: str
    verdict: Verdict
    plan: plan.Plan


@all_stays()
def look(given: Given, chosen: Choices) -> Look:
    """Read, judge and plan; change nothing. Raises NotReadable, NeedsMapping or BadMapping."""
    package = files.package(given, chosen.how(), _organization_at)
    known = _known(judge.wanted(package, chosen.source.name))
    verdict = judge.Judge(package, known, chosen.rules()).verdict()
    source = Source.objects.filter(name=chosen.source.name, year=chosen.source.year).first()
    return Look(package.kind, verdict, plan.plan(verdict.rows, source))


def _organization_at(key: UUID) -> UUID | None:
    return Location.objects.filter(pk=key).values_list("organization_id", flat=True).first()


def _known(wanted: dict[str, set[UUID]]) -> dict[str, set[UUID]]:
    return {
        table: {
            key
            for chunk in plan.chunks(list(keys))
            for key in MODELS[table]
            ._default_manager.filter(among("id", chunk))
            .values_list("pk", flat=True)
        }
        for table, keys in wanted.items()
        if keys
    }


def preview(
    given: Given, upload: bytes, chosen: Choices, *, at: datetime, by: "User | None" = None
) -> tuple[Batch, Look]:
    """Look, and keep what was uploaded so that it can be brought in."""
    seen = look(given, chosen)
    with transaction.atomic():
        refused = seen.verdict.refused()
        state = Batch.State.REFUSED if refused else Batch.State.PREVIEWED
        batch = _batch(given, chosen, seen, state, at, by)
        batch.upload = None if refused else upload
        batch.save()
        record.act("directory_import_previewed", on=batch, by=by, at=at)
    return batch, seen


@transaction.atomic
def wait_for_mapping(
    given: Given, upload: bytes, chosen: Choices, *, at: datetime, by: "User"
) -> Batch:
    """Keep an upload until a person says which column is which field."""
    batch = Batch.objects.create(
        state=Batch.State.PREVIEWED,
        file_name=given.name,
        fingerprint=given.fingerprint(),
        kind="unknown",
        choices=chosen.kept(),
        upload=upload,
        made_at=at,
        made_by=by,
    )
    record.act("directory_import_waits_for_mapping", on=batch, by=by, at=at)
    return batch


def look_again(*, batch_id: UUID, mapping: Mapping, at: datetime, by: "User") -> Batch:
    """Look at a kept upload with its mapping. The batch that waited goes."""
    waiting = Batch.objects.get(pk=batch_id)
    upload = bytes(waiting.upload or b"")
    chosen = replace(Choices.again(waiting), mapping=mapping)
    looked, _look = preview(
        files.from_bytes(waiting.file_name, upload), upload, chosen, at=at, by=by
    )
    waiting.delete()
    return looked


@transaction.atomic
def queue(*, batch_id: UUID, at: datetime, by: "User") -> Batch:
    """Have a large file imported in the background, with progress to be seen and stopped."""
    from beside.directory.jobs import bring_in_batch

    batch = Batch.objects.select_for_update().get(pk=batch_id)
    work = progress.start("directory.import", by=by, at=at)
    batch.progress_id = work.id
    batch.save(update_fields=["progress_id"])
    bring_in_batch.defer(batch_id=str(batch.pk))
    record.act("directory_import_queued", on=batch, by=by, at=at)
    return batch


@all_stays()
def bring_in(
    given: Given,
    chosen: Choices,
    *,
    at: datetime,
    by: "User | None" = None,
    batch: Batch | None = None,
    work: progress.Work | None = None,
    seen: Look | None = None,
) -> Batch:
    """Import, all or nothing, telling `work` how far it is.

    `seen`: what `look` said of this file and these choices a moment ago, so
    that nothing is judged twice. Raises Refused, progress.Cancelled, and what `look` raises.
    """
    seen = seen or look(given, chosen)
    if seen.verdict.refused():
        with transaction.atomic():
            refused = _batch(given, chosen, seen, Batch.State.REFUSED, at, by)
            refused.save()
            record.act("directory_import_refused", on=refused, by=by, at=at)
        raise Refused(refused)
    work = work or progress.start("directory.import", by=by, at=at)
    with work, transaction.atomic():
        work.step(0, of=len(seen.verdict.rows))
        source = _source(chosen.source)
        made = batch or _batch(given, chosen, seen, Batch.State.APPLIED, at, by)
        made.state, made.applied_at, made.source = Batch.State.APPLIED, at, source
        made.counts, made.upload = seen.plan.counts(), None
        made.save()
        apply.carry_out(seen.plan, batch=made, source=source, at=at, tell=work.step)
        record.act("directory_imported", on=made, by=by, at=at, detail=totals(made.counts))
    return made


@transaction.atomic
def undo(*, batch_id: UUID, at: datetime, by: "User | None" = None) -> Batch:
    """Take an import back. Raises TooLate, or apply.ChangedSince when rows were edited since."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.state != Batch.State.APPLIED or batch.applied_at is None:
        raise TooLate(str(batch_id))
    if at - batch.applied_at > UNDO_FOR:
        raise TooLate(str(batch_id))
    count = apply.take_back(batch, applied_at=batch.applied_at)
    batch.state, batch.undone_at = Batch.State.UNDONE, at
    batch.save()
    record.act("directory_import_undone", on=batch, by=by, at=at, detail={"rows": count})
    return batch


def _source(said: ListOf) -> Source:
    facts = {key: value for key, value in asdict(said).items() if key not in {"name", "year"}}
    source, _made = Source.objects.get_or_create(name=said.name, year=said.year, defaults=facts)
    return source


def _batch(
    given: Given,
    chosen: Choices,
    seen: Look,
    state: Batch.State,
    at: datetime,
    by: "User | None",
) -> Batch:
    return Batch(
        state=state,
        file_name=given.name,
        fingerprint=given.fingerprint(),
        kind=seen.kind,
        mapping=chosen.mapping,
        counts=seen.plan.counts(),
        choices={**chosen.kept(), "sample": _sample(seen)},
        faults=[told(fault) for fault in kept(seen.verdict.faults)],
        made_at=at,
        made_by=by,
    )


def _sample(seen: Look) -> list[str]:
    """Names of the first few services the file would bring."""
    new = seen.plan.new.get("service", ())[:8]
    return [str(row.values.get("name", "")) for row in new]


def kept(faults: Sequence[Fault]) -> Sequence[Fault]:
    """Every fault; of more than a list can show those that lose something, and how many more."""
    if len(faults) <= MOST_FAULTS_KEPT:
        return faults
    worst = sorted(faults, key=lambda one: (not one.hard, one.kind in LOSE_NOTHING))
    more = f"{len(faults) - MOST_FAULTS_KEPT + 1} further faults are not shown."
    mend = "Mend these, and bring the file in again."
    return [*worst[: MOST_FAULTS_KEPT - 1], Fault(Place(""), "", "more", more, mend, hard=False)]


def told(fault: Fault) -> dict[str, Any]:
    """A fault as it is kept: where, what, why and how to mend it."""
    told = vars(fault) | vars(fault.place)
    del told["place"]
    return told


def totals(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    """Counts over all tables."""
    return {
        key: sum(counts.get(table, {}).get(key, 0) for table in ORDER)
        for key in ("new", "changed", "unchanged", "gone")
    }
