"""A lot is recalled, with the paper that says so; it is given out nowhere from then on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from beside.accounts.models import User
from beside.kernel import record
from beside.supply.models import Document, Lot, Product, Program, Told


class RecalledAlready(Exception):
    """The lot is recalled."""


class NotRecalled(Exception):
    """The lot is not recalled."""


@transaction.atomic
def recall_lot(*, lot: Lot, document: Document, at: datetime, by: User) -> None:
    """Nobody gives out this lot any more, in any program. Raises RecalledAlready."""
    fresh = Lot.objects.filter(pk=lot.pk, recalled_at=None)
    if not fresh.update(recalled_at=at, recall=document):
        raise RecalledAlready(str(lot.pk))
    lot.refresh_from_db()
    record.act("lot_recalled", on=lot, by=by, at=at, detail={"document": str(document.pk)})


@transaction.atomic
def recall_numbers(
    *, product: Product, numbers: Sequence[str], document: Document, at: datetime, by: User
) -> list[Lot]:
    """Recall lots by their numbers; one that never came is noted, so that it is refused."""
    made = []
    for number in numbers:
        lot, _ = Lot.objects.get_or_create(
            product=product, number=number, defaults={"first_received_at": at}
        )
        if lot.recalled_at is None:
            recall_lot(lot=lot, document=document, at=at, by=by)
        made.append(lot)
    return made


@transaction.atomic
def take_back_recall(*, lot: Lot, at: datetime, by: User) -> None:
    """It was the wrong lot, or the recall was withdrawn. Raises NotRecalled."""
    if not Lot.objects.filter(pk=lot.pk, recalled_at__isnull=False).update(
        recalled_at=None, recall=None
    ):
        raise NotRecalled(str(lot.pk))
    lot.refresh_from_db()
    record.act("recall_taken_back", on=lot, by=by, at=at)


@transaction.atomic
def note_told(*, lot: Lot, program: Program, whom: str, at: datetime, by: User) -> Told:
    """One who holds or held it was told. Telling twice is kept once. Raises NotRecalled."""
    if lot.recall is None:
        raise NotRecalled(str(lot.pk))
    told, _ = Told.objects.get_or_create(
        lot=lot, recall=lot.recall, program=program, whom=whom, defaults={"at": at, "by": by}
    )
    record.act("recall_told", on=lot, by=by, at=at)
    return told
