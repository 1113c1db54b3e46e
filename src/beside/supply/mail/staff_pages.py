"""What the pages of packers show."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beside.kernel import word_codes
from beside.supply import negotiating
from beside.supply.core.request import OPEN, State
from beside.supply.listed import Gone, Listed
from beside.supply.mail.figures import Figures
from beside.supply.mail.picking import Line as PickLine
from beside.supply.mail.queries import Wanted
from beside.supply.models import Batch, KeyCopy, PackingKey, Parcel, Place, Program, Request


@dataclass(frozen=True)
class Row:
    """A request in a list."""

    request: Request
    at: datetime
    language: str = "en"
    parcel: Parcel | None = None
    lots: Sequence[str] = ()  # when another parcel of the batch holds another lot of the same
    is_next: bool = False  # the one to pack now

    @property
    def words(self) -> str:
        code = self.request.code
        return "" if code is None else word_codes.say(code, self.language)

    @property
    def theirs(self) -> str:
        """The words in the language of whoever asked: those stand on the parcel."""
        code = self.request.code
        return "" if code is None else word_codes.say(code, self.request.language)

    @property
    def is_late(self) -> bool:
        return self.request.state in OPEN and self.request.promised_at < self.at

    @property
    def what(self) -> list[str]:
        return [
            f"{line.units // line.product.per_kit} × {line.product.name(self.language)}"
            for line in self.request.lines.all()
        ]

    @property
    def kits(self) -> int:
        """Kits of naloxone as they stand."""
        return negotiating.kits_of({line.product: line.units for line in self.request.lines.all()})

    @property
    def has_address(self) -> bool:
        return self.request.address_id is not None or not self.request.is_posted

    @property
    def number(self) -> str:
        return f"{self.parcel.batch.number}-{self.parcel.position}" if self.parcel else ""


@dataclass(frozen=True)
class PackingPage:
    """Today: what waits, what is being packed, what is on its way."""

    programs: list[Program]
    program: Program | None
    rows: list[Row]
    wanted: list[Wanted]
    shelves: list[Place]
    shelf: Place | None
    batches: list[Batch]
    under_way: list[Row]
    late: int
    destroyed: int
    holds_key: bool
    figures: Figures | None = None  # of the last 30 days
    came: Sequence[Row] = ()  # in the last days

    @property
    def has_missing(self) -> bool:
        return any(one.is_short for one in self.wanted)


@dataclass(frozen=True)
class MorePage:
    """More kits than were asked for."""

    row: Row
    form: Any
    cap: int


@dataclass(frozen=True)
class BatchPage:
    """One batch: the pick list, and its parcels."""

    batch: Batch
    lines: list[PickLine]
    rows: list[Row]
    language: str
    fault: str = ""
    offers_replacement: int | None = None
    typed: str = ""
    is_anothers: bool = False  # somebody else made it, and begins at the top

    @property
    def is_picked(self) -> bool:
        return all(line.picked and not line.is_held for line in self.lines)

    @property
    def to_pack(self) -> int:
        """Those that may be closed together."""
        return sum(row.request.state == State.SET_ASIDE and not row.lots for row in self.rows)

    @property
    def is_mixed(self) -> bool:
        return any(row.lots for row in self.rows)

    @property
    def is_shared(self) -> bool:
        """Whether to say where a second packer begins."""
        waits = sum(row.request.state == State.SET_ASIDE for row in self.rows)
        return self.is_anothers and waits > 1

    @property
    def to_send(self) -> int:
        return sum(row.request.state == State.PACKED for row in self.rows)


@dataclass(frozen=True)
class LabelsPage:
    """Labels and slips, drawn in the browser once it is unlocked."""

    batch: Batch
    size: str
    start: int
    parcels: list[dict[str, Any]]
    copies: list[dict[str, Any]]
    gone: list[str] = field(default_factory=list)
    missing_keys: int = 0


@dataclass(frozen=True)
class Paper:
    """What lies in one parcel: what it holds, in the language of whoever asked."""

    row: Row
    language: str
    contents: list[str]
    words: str


@dataclass(frozen=True)
class PapersPage:
    """Slips, cards and safety inserts, without an address."""

    batch: Batch
    papers: list[Paper]
    address: str


@dataclass(frozen=True)
class Mine:
    """One's own copy, as the page hands it to the browser."""

    copy: KeyCopy

    @property
    def as_json(self) -> str:
        return json.dumps(self.copy.wrapped)


@dataclass(frozen=True)
class KeyRow:
    """A packing key, who can open it, and what is sealed to it."""

    key: PackingKey
    copies: list[KeyCopy]
    sealed: int
    mine: "Mine | None"
    candidates: list[Any]

    @property
    def is_once(self) -> bool:
        return bool(self.mine and self.mine.copy.wrapped.get("once"))


@dataclass(frozen=True)
class KeysPage:
    """The packing keys of one program."""

    programs: list[Program]
    program: Program | None
    rows: list[KeyRow]
    words: list[str]
    new_id: str
    manages: bool  # may replace, withdraw and retire

    @property
    def current(self) -> KeyRow | None:
        return next((row for row in self.rows if row.key.retired_at is None), None)


@dataclass(frozen=True)
class Site:
    """Where people pick up, as the directory says it, or why nobody is sent there now."""

    place: Place
    listed: Listed | None
    gone: Gone | None


@dataclass(frozen=True)
class PickUpsPage:
    """The desk of a site: three words, and what waits there."""

    rows: list[Row]
    form: Any
    found: Row | None = None
    fault: str = ""
    sites: list[Site] = field(default_factory=list)
