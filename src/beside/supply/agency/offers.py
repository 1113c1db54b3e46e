"""What an agency may order today, and of what does not stand open, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from beside.supply import shelves
from beside.supply.core.law import Topic
from beside.supply.core.places import SHELVES
from beside.supply.core.supplying import Blocked, Held, Paper, blocked
from beside.supply.law import queries as law
from beside.supply.models import Agency, Balance, Offered, OrderTerms, Place, Product, Program


@dataclass(frozen=True)
class Offer:
    """One product of a program, as it stands for one agency on one day."""

    product: Product
    blocked: Blocked | None  # a paper of a prescription product ended or is missing
    needs_door: bool  # a prescription product does not go to a post-office box
    most_units: int | None

    @property
    def is_open(self) -> bool:
        return self.blocked is None


def terms_of(program: Program) -> OrderTerms:
    """The program's own terms, or the ordinary ones."""
    return OrderTerms.objects.filter(pk=program.pk).first() or OrderTerms(program=program)


def papers(agency: Agency, terms: OrderTerms) -> list[Held]:
    """All that a prescription product rests on."""
    program = agency.program
    return [
        Held(Paper.STANDING_ORDER, program.standing_order_until_date),
        Held(Paper.REGISTRATION, program.registration_until_date),
        Held(Paper.AGENCY_ORDER, agency.standing_order_until_date),
        Held(Paper.AGENCY_REGISTRATION, agency.registration_until_date,
             is_needed=terms.asks_registration),
    ]  # fmt: skip


def offers(agency: Agency, on: date) -> list[Offer]:
    """By the case, and lawful in the agency's state. What the law does not allow is not shown."""
    terms = terms_of(agency.program)
    held = papers(agency, terms)
    found = Offered.objects.filter(
        program=agency.program, by_case=True, product__is_current=True
    ).select_related("product").order_by("position", "product__slug")  # fmt: skip
    return [
        Offer(
            one.product, blocked(one.product.is_prescription, held, on),
            one.product.is_prescription,
            one.most_kits * one.product.per_kit if one.most_kits else None,
        )
        for one in found if is_lawful(one.product, agency, on)
    ]  # fmt: skip


def is_lawful(product: Product, agency: Agency, on: date) -> bool:
    """Whether the law of the agency's state says a plain yes, where it is asked."""
    if not product.law_topic:
        return True
    state = agency.usps_state or next(iter(agency.program.states), "")
    return bool(state) and law.allows(state, Topic(product.law_topic), on)


def pick_up_shelves(program: Program) -> list[Place]:
    """Where an agency may fetch its cases itself."""
    kinds = [kind for kind in SHELVES if kind not in {"machine", "vehicle"}]
    return list(
        Place.objects.filter(program=program, kind__in=kinds, closed_at=None).order_by("name")
    )


def held_there(agency: Agency) -> dict[int, int]:
    """Units of each product (by its id) that the ledger believes the agency still has."""
    rows = Balance.objects.filter(place=agency.place, units__gt=0).values("lot__product")
    return {row["lot__product"]: row["total"] for row in rows.annotate(total=Sum("units"))}


def on_shelf(shelf: Place, products: Sequence[Product], on: date) -> dict[int, int]:
    """Usable units of each product (by its id) on a shelf."""
    return {product.pk: shelves.usable(shelf, product, on) for product in products}
