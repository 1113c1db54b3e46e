"""Mail's places in the house: menus, what is sealed, what is due, what is kept how long."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design import banners, navigation
from beside.design.banners import Banner
from beside.directory import slots
from beside.kernel import clock, deadlines
from beside.kernel.transports import incoming
from beside.privacy import retention, vault
from beside.supply.mail import helping, queries
from beside.supply.mail.services import following, keys, talking
from beside.supply.models import Request
from beside.supply.services import requesting


def register() -> None:
    """Called once, when the house starts."""
    from beside.supply.mail import texting

    _menus()
    banners.register("supply.promises", promises_that_are_broken)
    _vault()
    _clocks()
    incoming.listen(texting.hear)
    incoming.listen_to_stops(texting.hear_stop)
    incoming.otherwise(helping.answer)
    incoming.knows_language(helping.language_of)
    incoming.offer("kits", _("KITS: free naloxone."), order=10)


def _menus() -> None:
    navigation.public(
        "kits", _("Naloxone by mail"), "supply:kits", slot="card", order=5,
        note=_("Free, in a plain envelope. No account."),
    )  # fmt: skip
    slots.fill(
        "nothing_near", "kits", _("Naloxone by mail"),
        note=_("Free, in a plain envelope. No account."), url_name="supply:kits", order=10,
    )  # fmt: skip
    pack, hand = Permission.PACK_PARCELS, Permission.LOG_ENCOUNTERS
    navigation.staff("packing", _("Packing"), "supply:packing", order=40, permission=pack,
                     group="supply", note=_("Kits by mail, parcel by parcel."))  # fmt: skip
    navigation.staff("pick_ups", _("Pick-ups"), "supply:pick_ups", order=41, permission=hand,
                     group="supply",
                     note=_("Kits that wait for whoever says the words."))  # fmt: skip
    navigation.staff("packing_keys", _("Packing keys"), "supply:keys", order=54, permission=pack,
                     group="supply",
                     note=_("They open addresses, on packers’ own devices."))  # fmt: skip


def promises_that_are_broken(request: HttpRequest) -> Banner | None:
    """On the front page of those who pack: what should be on its way by now."""
    user = request.user
    if not isinstance(user, User) or not request.path.endswith("/staff/"):
        return None
    if not user.has_permission(Permission.PACK_PARCELS):
        return None
    late = queries.late(user, clock.now())
    if not late:
        return None
    told = ngettext(
        "%(n)d request is late: it should be on its way by now.",
        "%(n)d requests are late: they should be on their way by now.",
        late,
    )
    return Banner("warn", told % {"n": late}, reverse("supply:packing"), str(_("Look at it")))


def _vault() -> None:
    vault.register_kind(
        requesting.ADDRESS,
        what=_("Where a parcel goes, sealed to the key of the program that packs it"),
        why=_("So that the packer can write the label; we cannot read it"),
        longest=requesting.LONGEST,
    )
    vault.register_kind(
        talking.NUMBER,
        what=_("The number of somebody who asks for kits by text message"),
        why=_("So that we can answer; destroyed within a day"),
        longest=talking.LONGEST,
    )
    vault.register_purpose(
        "supply.pack", says=_("A packer writes the label"), kinds={requesting.ADDRESS}
    )
    vault.register_purpose(
        requesting.REFILL, says=_("The person asked for the same again"),
        kinds={requesting.ADDRESS},
    )  # fmt: skip
    vault.register_purpose(
        talking.ANSWER, says=_("An answer is sent to the person"), kinds={talking.NUMBER}
    )


def _clocks() -> None:
    live = Request.objects.exclude(deadline_at=None)
    deadlines.register(
        name="supply.requests", rows=deadlines.rows(live, "deadline_at"), act=_pass_day
    )
    due = Request.objects.exclude(purge_at=None)
    deadlines.register(name="supply.addresses", rows=deadlines.rows(due, "purge_at"), act=_purge)
    retention.register(
        retention.Rule(
            name="supply.request_links",
            what=_("The private link by which a request is followed"),
            why=_("So that a kit that was used can be reported and replaced"),
            keep=following.LINKS_KEPT,
            destroy=_close_links,
        )
    )
    retention.register(
        retention.Rule(
            name="supply.key_copies",
            what=_("Copies of packing keys that were replaced"),
            why=_("Kept while a request is still sealed to them"),
            keep=keys.KEPT_AFTER,
            destroy=_destroy_copies,
        )
    )
    retention.register(
        retention.Rule(
            name="supply.text_talks",
            what=_("Talks by text message in which somebody asks for kits"),
            why=_("A talk that stopped is not taken up again"),
            keep=talking.KEPT,
            destroy=_end_talks,
        )
    )


def _pass_day(row: Any, missed: datetime, at: datetime) -> None:
    following.pass_day(request_id=row, missed=missed, at=at)


def _purge(row: Any, missed: datetime, at: datetime) -> None:
    following.purge(request_id=row, missed=missed, at=at)


def _close_links(before: datetime, at: datetime) -> int:
    return following.close_links(before=before, at=at)


def _destroy_copies(before: datetime, at: datetime) -> int:
    return keys.destroy_copies(before=before, at=at)


def _end_talks(before: datetime, at: datetime) -> int:
    return talking.end_talks(before=before, at=at)
