"""Stipends: from a named fund to a card, by month. No name, no number, no payroll.

A fund's money is left, owed or paid, and always adds up; nothing goes below nought (the
database refuses it). What a card may earn in a year ends where the program's books would have
to know a person.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from beside.accounts.models import User
from beside.kernel import house, outbox, record
from beside.peers.core.cards import month_of
from beside.peers.models import Card, Fund, FundMonth, Purse, Stipend
from beside.peers.queries import earned_in, terms_of
from beside.supply.models import Program


class NotEnough(Exception):
    """The fund has not so much left, or the card is not owed so much."""


class YearFull(Exception):
    """This card would earn more in a year than the program pays to anybody without a name."""

    def __init__(self, cents: int) -> None:
        super().__init__(str(cents))
        self.cents = cents  # what it may still earn


class NamedTwice(ValueError):
    """The program has a fund of that name."""


class NotAnAmount(ValueError):
    """An amount is more than nought."""


class Closed(Exception):
    """The fund is closed."""


class SentBefore(Exception):
    """This very form was sent before."""


@transaction.atomic
def open_fund(*, program: Program, name: str, by: User, at: datetime) -> Fund:
    """A fund with nothing in it. Raises NamedTwice."""
    try:
        with transaction.atomic():
            made = Fund.objects.create(program=program, name=" ".join(name.split()))
    except IntegrityError:
        raise NamedTwice from None
    record.act("fund_opened", on=made, by=by, at=at)
    return made


@transaction.atomic
def put_in(*, fund: Fund, cents: int, by: User, at: datetime, nonce: str = "") -> None:
    """Money came; once for a form's nonce. Raises NotAnAmount, Closed, SentBefore."""
    row = _open(fund, cents)
    _once(nonce, at)
    _move(row, at, left=cents, cents_put_in=cents)
    record.act("fund_filled", on=fund, by=by, at=at, detail={"cents": cents})


@transaction.atomic
def take_out(*, fund: Fund, cents: int, by: User, at: datetime, nonce: str = "") -> None:
    """Money that is left goes back to who gave it, of a closed fund too. Raises NotAnAmount,
    NotEnough, SentBefore."""
    row = _locked(fund, cents)
    if row.cents_left < cents:
        raise NotEnough
    _once(nonce, at)
    _move(row, at, left=-cents, cents_taken_out=cents)
    record.act("fund_drawn", on=fund, by=by, at=at, detail={"cents": cents})


@transaction.atomic
def close_fund(*, fund: Fund, by: User, at: datetime) -> None:
    """Nothing more is earned from it; what is owed is still paid."""
    Fund.objects.filter(pk=fund.pk).update(closed_at=at)
    record.act("fund_closed", on=fund, by=by, at=at)


@transaction.atomic
def reopen_fund(*, fund: Fund, by: User, at: datetime) -> None:
    """It was closed by a slip, or there is money again."""
    Fund.objects.filter(pk=fund.pk).update(closed_at=None)
    record.act("fund_reopened", on=fund, by=by, at=at)


@transaction.atomic
def earn(*, card: Card, fund: Fund, cents: int, nonce: str, by: User, at: datetime) -> None:
    """The fund owes the card so much more. Raises NotAnAmount, Closed, NotEnough, YearFull,
    SentBefore."""
    row = _open(fund, cents)
    if row.program_id != card.program_id or row.cents_left < cents:
        raise NotEnough
    month = month_of(house.today(at))
    free = terms_of(card.program).most_cents_a_year - earned_in(card, month.year)
    if cents > free:
        raise YearFull(max(0, free))
    _once(nonce, at)
    _move(row, at, left=-cents, owed=cents, cents_earned=cents, times_earned=1)
    _note(card, row, month, cents_earned=cents)
    purse, _ = Purse.objects.get_or_create(card=card, fund=row)
    Purse.objects.filter(pk=purse.pk).update(cents_owed=F("cents_owed") + cents)
    record.act("stipend_earned", on=row, by=by, at=at)


@transaction.atomic
def pay(*, card: Card, fund: Fund, cents: int, nonce: str, by: User, at: datetime) -> None:
    """So much was handed to whoever said the words. Raises NotAnAmount, NotEnough, SentBefore."""
    row = _locked(fund, cents)
    purse = Purse.objects.select_for_update().filter(card=card, fund=row).first()
    if purse is None or purse.cents_owed < cents:
        raise NotEnough
    _once(nonce, at)
    _move(row, at, owed=-cents, cents_paid=cents, times_paid=1)
    _note(card, row, month_of(house.today(at)), cents_paid=cents)
    Purse.objects.filter(pk=purse.pk).update(cents_owed=F("cents_owed") - cents)
    record.act("stipend_paid", on=row, by=by, at=at)


def _locked(fund: Fund, cents: int) -> Fund:
    if cents <= 0:
        raise NotAnAmount
    return Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)


def _open(fund: Fund, cents: int) -> Fund:
    row = _locked(fund, cents)
    if row.closed_at is not None:
        raise Closed
    return row


def _once(nonce: str, at: datetime) -> None:
    if nonce and not outbox.first_time("peers.stipend", nonce, at=at):
        raise SentBefore


def _move(fund: Fund, at: datetime, *, left: int = 0, owed: int = 0, **month: int) -> None:
    """The fund's own sums, and those of its month."""
    Fund.objects.filter(pk=fund.pk).update(
        cents_left=F("cents_left") + left, cents_owed=F("cents_owed") + owed
    )
    row, _ = FundMonth.objects.get_or_create(fund=fund, month=month_of(house.today(at)))
    FundMonth.objects.filter(pk=row.pk).update(**{name: F(name) + n for name, n in month.items()})


def _note(card: Card, fund: Fund, month: date, **cents: int) -> None:
    """One row a card, fund and month: what was earned or paid twice in it is one sum."""
    row, is_new = Stipend.objects.get_or_create(card=card, fund=fund, month=month, defaults=cents)
    if not is_new:
        changed = {name: F(name) + n for name, n in cents.items()}
        Stipend.objects.filter(pk=row.pk).update(**changed)
