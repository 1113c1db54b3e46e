"""The room's places in the house: menus, banner, vault, deadlines, what is kept how long."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design import banners, navigation
from beside.design.banners import Banner
from beside.kernel import deadlines
from beside.kernel.transports import incoming
from beside.peers import keys, queries
from beside.peers.models import Card, Notice
from beside.peers.services import cards, noticing
from beside.privacy import retention, vault
from beside.supply import beside_hand

UNUSED = timedelta(days=365)
KEY_LIVES = timedelta(days=2 * 366)


def register() -> None:
    """Called once, when the house starts."""
    from beside.peers import texting

    _menus()
    banners.register("peers.noticed", noticed_and_not_seen)
    _vault()
    _clocks()
    incoming.listen(texting.hear)


def _menus() -> None:
    P = Permission
    pages = (
        ("peers", _("Peers"), "peers:desk", 57, P.SERVE_PEERS,
         _("Somebody says the words of a card: hand over.")),
        ("peers_waiting", _("Bags that wait"), "peers:waiting", 58, P.SERVE_PEERS,
         _("Made ready for a peer who comes for them.")),
        ("peers_noticed", _("What peers noticed"), "peers:noticed", 59, P.HEAR_PEERS,
         _("A bad batch, a place where kits are missing.")),
        ("peers_reach", _("Reach of peers"), "peers:reach", 60, P.VIEW_PEER_FIGURES,
         _("How far kits travel by hand; never one peer alone.")),
        ("peers_money", _("Stipends"), "peers:money", 61, P.PAY_PEERS,
         _("Paid by card and month, without a name.")),
        ("peers_terms", _("Terms with peers"), "peers:terms", 62, P.RUN_PEERS,
         _("How many kits at a time, and what is asked.")),
    )  # fmt: skip
    navigation.group("peers", _("Peers"))
    for name, label, url, order, permission, note in pages:
        navigation.staff(
            name, label, url, order=order, permission=permission, group="peers", note=note
        )
    navigation.action("peers_card", _("Give out a card"), "peers:new_cards",
                      permission=P.SERVE_PEERS)  # fmt: skip
    beside_hand.fill("card", _("They have a card"), url_name="peers:desk", order=10,
                     permission=P.SERVE_PEERS)  # fmt: skip
    beside_hand.fill("new_card", _("Give out a card"), url_name="peers:new_cards", order=20,
                     permission=P.SERVE_PEERS)  # fmt: skip


def noticed_and_not_seen(request: HttpRequest) -> Banner | None:
    """On every page of those who hear peers, until somebody has looked."""
    user = request.user
    if not isinstance(user, User) or not user.has_permission(Permission.HEAR_PEERS):
        return None
    if request.path == reverse("peers:noticed"):
        return None
    unseen = queries.unseen(user)
    if not unseen:
        return None
    told = ngettext(
        "%(n)d thing was noticed and not seen yet.", "%(n)d things were noticed and not seen yet.",
        unseen,
    )  # fmt: skip
    return Banner("warn", told % {"n": unseen}, reverse("peers:noticed"), _now("Look at it"))


def _vault() -> None:
    from beside.peers import texting

    vault.register_kind(
        keys.KIND,
        what=_("The key under which the words of peers’ cards are hashed in a year"),
        why=_("So that a card is known by its words, and by nothing once the key is destroyed"),
        longest=KEY_LIVES,
    )
    vault.register_purpose(keys.PURPOSE, says=_("To know a card by its words"), kinds={keys.KIND})
    vault.register_kind(
        texting.KIND,
        what=_("The number of somebody who sent a text, with our answer"),
        why=_("So that one answer can be sent; both are destroyed with it"),
        longest=texting.KEPT,
    )
    vault.register_purpose(texting.PURPOSE, says=_("To answer a text"), kinds={texting.KIND})


def _clocks() -> None:
    waiting = Notice.objects.exclude(deadline_at=None)
    deadlines.register(
        name="peers.notices", rows=deadlines.rows(waiting, "deadline_at"), act=_write_again
    )
    retention.register(
        retention.Rule(
            name="peers.cards",
            what=_("Cards of peers: a month, a number of kits, what is owed. No name, no day."),
            why=_("So that a card brings more. Who says its words can end it at any time."),
            keep=UNUSED,
            destroy=_forget_cards,
            count=lambda at: Card.objects.count(),
        )
    )
    retention.register(
        retention.Rule(
            name="peers.notes",
            what=_("The words in which somebody described what is different about a batch"),
            why=_("So that others can be warned. The kind and the hour stay as a count."),
            keep=timedelta(days=90),
            destroy=_forget_notes,
        )
    )


def _write_again(row: Any, missed: datetime, at: datetime) -> None:
    noticing.write_again(notice_id=row, missed=missed, at=at)


def _forget_cards(before: datetime, at: datetime) -> int:
    return cards.forget_unused(before=before, at=at)


def _forget_notes(before: datetime, at: datetime) -> int:
    old = Notice.objects.filter(noticed_hour__lt=before).exclude(note="")
    return old.update(note="")
