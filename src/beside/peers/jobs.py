"""Ordinary work of peers, by the hours of the clock."""

from datetime import datetime

from beside.kernel.jobs import every


@every("20 8 * * *")
def tidy_at_night(at: datetime) -> None:
    """Bags nobody took go back, what was handed over is forgotten, cards are laid anew."""
    from beside.peers.services import bags, cards

    bags.clear_bags(at=at)
    cards.lay_cards_anew(at=at)


@every("40 8 1 * *")
def settle_the_month(at: datetime) -> None:
    """What peers handed on leaves their place on the ledger, in one movement for all of them."""
    from beside.peers.services import telling
    from beside.supply.models import Program

    for program in Program.objects.order_by("pk"):
        telling.settle(program=program, at=at)
