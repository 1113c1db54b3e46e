"""What to expect of a service: all that its listing says beyond when and how to get in."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext

from beside.directory.finder.words import clock_words
from beside.directory.models import Service, ServiceCapacity
from beside.directory.words import NALOXONE_PRODUCTS, said_free
from beside.kernel import house

Fact = tuple[str, str]
STILL_TRUE = timedelta(days=7)
"""A number of free beds that is older says nothing of today."""


def facts(service: Service, at: datetime, time_zone: str) -> list[Fact]:
    """Label and words, in the order in which somebody wonders; what nobody said is left out."""
    told = [
        (gettext("Naloxone here"), _naloxone(service)),
        (gettext("For whom"), service.eligibility_description),
        (gettext("How to start"), service.application_process),
        (gettext("Next free appointment"), _next_slot(service, at, time_zone)),
        (gettext("Free places"), "; ".join(_free(service.capacities.select_related("unit"), at))),
        (gettext("Cost"), _cost(service, house.today(at))),
        (gettext("Wait"), service.wait_time),
        (gettext("Bring"), ", ".join(_papers(service))),
    ]
    return [(label, words) for label, words in told if words]


def web_page(service: Service) -> str:
    """The address of its own page, if it is one that a browser opens."""
    return service.url if urlsplit(service.url).scheme in {"http", "https"} else ""


def _naloxone(service: Service) -> str:
    words = {str(kind): words for kind, words in NALOXONE_PRODUCTS.items()}
    return ", ".join(str(words.get(name, name)) for name in service.naloxone_products)


def _next_slot(service: Service, at: datetime, time_zone: str) -> str:
    """One that has passed is no promise any more."""
    if service.next_slot_at is None or service.next_slot_at <= at:
        return ""
    local = service.next_slot_at.astimezone(ZoneInfo(time_zone))
    return f"{date_format(local, 'DATE_FORMAT')}, {clock_words(local)}"


def _free(capacities: Iterable[ServiceCapacity], at: datetime) -> Iterable[str]:
    return (said_free(one) for one in capacities if at - one.updated <= STILL_TRUE)


def _cost(service: Service, today: date) -> str:
    """In the listing's own words; else the amounts that hold today."""
    if service.fees_description:
        return service.fees_description
    holding = (
        one for one in service.cost_options.order_by("pk")
        if (one.valid_from or today) <= today <= (one.valid_to or today)
    )  # fmt: skip
    return "; ".join(words for one in holding if (words := str(one)))


def _papers(service: Service) -> Iterable[str]:
    return (row.document for row in service.required_documents.all() if row.document)
