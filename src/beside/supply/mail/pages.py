"""What the public pages of requests show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from beside.directory import slots
from beside.kernel import house, word_codes
from beside.supply import negotiating
from beside.supply.core.request import OPEN, State, Way
from beside.supply.listed import Listed
from beside.supply.mail.forms import Offer, Order, Whence, Words
from beside.supply.mail.routing import Where
from beside.supply.models import Program, Request


@dataclass(frozen=True)
class KitsPage:
    """Where from? And, when there is no program there, what there is."""

    form: Whence
    nowhere: Where | None = None

    @property
    def elsewhere(self) -> list[slots.Filling]:
        """Other ways, from the rooms that know them."""
        return [one for one in slots.filled("nothing_near") if one.name != "kits"]


@dataclass(frozen=True)
class OrderPage:
    """The questions."""

    form: Order
    offer: Offer
    route: str
    public_key: dict[str, str] | None
    key_id: str = ""
    fault: str = ""
    others: Sequence[Program] = ()  # that serve the same place

    @property
    def program(self) -> Program:
        return self.offer.program

    @property
    def where(self) -> Where:
        return self.offer.where

    @property
    def cap(self) -> int:
        """Kits for who knows others."""
        return negotiating.cap_of(self.program, for_others=True)

    @property
    def is_sealed(self) -> bool:
        return self.offer.posts


@dataclass(frozen=True)
class Line:
    """One product of a request."""

    name: str
    kits: int


@dataclass(frozen=True)
class ReceiptPage:
    """What became of a request, for who holds its link."""

    request: Request
    token: str
    language: str
    at: datetime
    report_url: str = ""
    fault: str = ""
    asks_again: bool = False
    nonce: str = ""
    lines: list[Line] = field(default_factory=list)
    there: Listed | None = None
    is_new: bool = False

    @property
    def words(self) -> str:
        code = self.request.code
        return "" if code is None else word_codes.say(code, self.language)

    @property
    def state(self) -> str:
        return str(self.request.state)

    @property
    def program(self) -> Program:
        return self.request.program

    @property
    def promised_on(self) -> date:
        """The last day of the promise, in the coalition's own time."""
        return (self.request.promised_at.astimezone(house.zone()) - timedelta(hours=1)).date()

    @property
    def is_late(self) -> bool:
        return self.request.state in OPEN and self.at > self.request.promised_at

    @property
    def is_open(self) -> bool:
        """Not sent yet."""
        return self.request.state in OPEN

    @property
    def is_pick_up(self) -> bool:
        return self.request.way == Way.PICK_UP

    @property
    def has_address(self) -> bool:
        return self.request.address_id is not None

    @property
    def may_say(self) -> tuple[str, ...]:
        """What the person can do now, by the table."""
        by_state: dict[str, tuple[str, ...]] = {
            State.POSTED: ("came", "never"), State.DELIVERED: ("never",), State.LOST: ("came",),
            State.ASKED: ("stop",), State.SET_ASIDE: ("stop",), State.PACKED: ("stop",),
            State.READY: ("stop",),
        }  # fmt: skip
        return by_state.get(State(self.request.state), ())

    @property
    def may_resend(self) -> bool:
        lost = self.request.state in (State.LOST, State.RETURNED)
        return lost and (self.has_address or self.is_pick_up)

    @property
    def may_refill(self) -> bool:
        came = self.request.state in (State.DELIVERED, State.COLLECTED)
        return came and (self.has_address or self.is_pick_up)


@dataclass(frozen=True)
class FindPage:
    """How a request stands, by its three words. Says no more than that."""

    form: Words
    found: Request | None = None
    is_unknown: bool = False
