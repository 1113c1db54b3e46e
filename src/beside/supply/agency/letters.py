"""Letters to agencies and programs: that something waits, and the link. Nothing of contents."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from beside.kernel import outbox
from beside.kernel.outbox import Delivery, GiveUp
from beside.kernel.transports import sending
from beside.kernel.transports.messages import BadAddress, Mail, NotConfigured, Refused
from beside.privacy.vault import Worker
from beside.supply.agency import links, sealed
from beside.supply.core import order as table
from beside.supply.core.order import State
from beside.supply.models import Agency, Machine, Order, Program
from beside.supply.services import letting_in, ordering, recurring, tending

SENDER = Worker("supply.letters")
Words = tuple[str, str]  # subject, text with %(link)s


def register() -> None:
    """Every letter, by the effect that calls for it."""
    to_agency: dict[str, Callable[[Delivery], str]] = {
        letting_in.INVITED: lambda delivery: _about_agency(delivery, _invited),
        recurring.HOW_IS_IT_GOING: lambda delivery: _about_agency(delivery, _how_is_it_going),
        recurring.COULD_NOT: lambda delivery: _about_agency(delivery, _could_not),
    }
    for kind in (table.DECIDED, table.READY, table.SHIPPED, table.DID_IT_COME, table.WENT_BACK):
        to_agency[kind] = _about_order
    to_program: dict[str, Callable[[Delivery], str]] = {
        letting_in.WAITS: _agency_waits, ordering.PLACED: _order_waits, tending.REPORTED: _empty,
    }  # fmt: skip
    for kind, letter in (to_agency | to_program).items():
        outbox.handles(kind, attempts=8)(letter)


def _about_agency(delivery: Delivery, words: Callable[[], Words]) -> str:
    agency = Agency.objects.filter(pk=UUID(delivery.payload["agency"])).first()
    return _to_agency(agency, words, delivery) if agency else "gone"


def _about_order(delivery: Delivery) -> str:
    """What is said is as the order stands now: a decision taken back is not told."""
    found = Order.objects.select_related("agency").filter(pk=UUID(delivery.payload["order"]))
    order = found.first()
    if order is None:
        return "gone"
    said = ORDERS.get((delivery.kind, State(order.state)))
    if said is None:
        return "overtaken"
    return _to_agency(order.agency, lambda: said(order.code), delivery, order)


def _to_agency(
    agency: Agency, words: Callable[[], Words], delivery: Delivery, order: Order | None = None
) -> str:
    link = links.open_link(agency)
    if agency.state != Agency.State.OPEN or link is None:
        return "no open link"
    contact = sealed.contact(agency.contact_id, by=SENDER, purpose=sealed.LETTER, at=delivery.at)
    if contact is None or not contact.email:
        return "no address"
    where = ("supply:agency_order", order.pk) if order else ("supply:agency_page",)
    with translation.override(agency.language):
        subject, text = words()
        text %= {"link": links.address(link, *where), "house": settings.HOUSE_NAME}
    return _send(contact.email, subject, text, delivery)


def _send(to: str, subject: str, text: str, delivery: Delivery) -> str:
    try:
        sending.mail(Mail(to, subject, text), key=f"{delivery.kind}:{delivery.key}", at=delivery.at)
    except NotConfigured:
        return "not configured"
    except (Refused, BadAddress) as error:
        raise GiveUp from error
    return "sent"


def _invited() -> Words:
    return _("Your page for orders"), _(
        "%(house)s has opened a page for your organization. There you order, see your orders "
        "and keep your facts. There is no account and no password.\n\n%(link)s\n\n"
        "Whoever has this link can order for you. Keep it among those who do."
    )


def _how_is_it_going() -> Words:
    return _("How is it going?"), _(
        "Your recurring order was made for the first time. Is it too many, too few, just right? "
        "One tap tells us; we ask only once.\n\n%(link)s\n\n"
        "There you can also change, pause or end it."
    )


def _could_not() -> Words:
    return _("Your recurring order waits"), _(
        "Your recurring order could not be made as it is. Your page says what is needed.\n\n"
        "%(link)s\n"
    )


def _approved(code: str) -> Words:
    return _("Your order %(code)s is approved") % {"code": code}, _(
        "Your order is approved. We write again when it is on its way.\n\n%(link)s\n"
    )


def _in_part(code: str) -> Words:
    return _("Your order %(code)s is approved in part") % {"code": code}, _(
        "Part of your order is approved. Your page says what, and why.\n\n%(link)s\n"
    )


def _declined(code: str) -> Words:
    return _("Your order %(code)s") % {"code": code}, _(
        "We cannot fill this order. Your page says why, and what you can do.\n\n%(link)s\n"
    )


def _shipped(code: str) -> Words:
    return _("Your order %(code)s is on its way") % {"code": code}, _(
        "Your order has left. When it is there, please say so with one tap.\n\n%(link)s\n"
    )


def _ready(code: str) -> Words:
    return _("Your order %(code)s is ready") % {"code": code}, _(
        "Your order is ready to be picked up. Your page says where and until when.\n\n%(link)s\n"
    )


def _did_it_come(code: str) -> Words:
    return _("Did your order %(code)s come?") % {"code": code}, _(
        "We sent your order ten days ago. Is it there? One tap tells us.\n\n%(link)s\n"
    )


def _went_back(code: str) -> Words:
    return _("Your order %(code)s") % {"code": code}, _(
        "Your order waited for two weeks and went back to the shelf. You can order again "
        "any day.\n\n%(link)s\n"
    )


S = State
ORDERS: dict[tuple[str, State], Callable[[str], Words]] = {
    (table.DECIDED, S.APPROVED): _approved,
    (table.DECIDED, S.PART_APPROVED): _in_part,
    (table.DECIDED, S.DECLINED): _declined,
    (table.SHIPPED, S.SHIPPED): _shipped,
    (table.READY, S.READY): _ready,
    (table.DID_IT_COME, S.SHIPPED): _did_it_come,
    (table.WENT_BACK, S.CANCELLED): _went_back,
}


def _agency_waits(delivery: Delivery) -> str:
    agency = Agency.objects.select_related("program").filter(pk=UUID(delivery.payload["agency"]))
    if (found := agency.first()) is None:
        return "gone"
    with translation.override(settings.LANGUAGE_CODE):
        words = (
            _("An organization asks to order kits"),
            _("An organization asks to be let in. Look at it here:\n\n%(link)s\n"),
        )
        return _to_program(found.program, words, "supply:agency", [found.pk], delivery)


def _order_waits(delivery: Delivery) -> str:
    found = Order.objects.select_related("agency__program").filter(
        pk=UUID(delivery.payload["order"])
    )
    if (order := found.first()) is None or order.state != State.ASKED:
        return "decided already"
    with translation.override(settings.LANGUAGE_CODE):
        words = _("An order waits for an answer"), _("Look at it here:\n\n%(link)s\n")
        return _to_program(order.agency.program, words, "supply:order", [order.pk], delivery)


def _empty(delivery: Delivery) -> str:
    found = Machine.objects.select_related("place__program").filter(
        pk=UUID(delivery.payload["machine"])
    )
    if (machine := found.first()) is None or machine.reported_empty_at is None:
        return "restocked already"
    with translation.override(settings.LANGUAGE_CODE):
        words = _("A box was reported empty"), _("Look at it here:\n\n%(link)s\n")
        return _to_program(machine.place.program, words, "supply:machine", [machine.pk], delivery)


def _to_program(
    program: Program, words: Words, name: str, args: list[object], delivery: Delivery
) -> str:
    if not program.email:
        return "no address"
    link = f"{settings.SITE_ADDRESS.rstrip('/')}{reverse(name, args=args)}"
    return _send(program.email, words[0], words[1] % {"link": link}, delivery)
