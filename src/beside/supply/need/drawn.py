"""What every view of the planners needs: who looks, at which programs, the year behind us."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from beside.accounts.access import signed_in_user
from beside.accounts.models import User
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply.core.need.channels import CHANNELS, Channels
from beside.supply.need import access, areas, given, numbers
from beside.supply.need.access import Looking
from beside.supply.need.areas import Area
from beside.supply.need.forms import Asked
from beside.supply.need.given import Given
from beside.supply.need.numbers import Numbers
from beside.supply.need.pages import ClashPage
from beside.supply.need.saturating import Basis

__all__ = ["Seen", "clock", "draw", "empty", "file_of", "house", "pack", "see", "unpack", "who",
           "year_before"]  # fmt: skip

SALT, PREVIEW_LIVES = "supply.need.table", 3600
YEAR = timedelta(days=364)


@dataclass(frozen=True)
class Seen:
    """Who looks at what: the programs, the numbers in use, what was given, each county."""

    looking: Looking
    numbers: Numbers
    given: Given
    counties: list[Area]
    form: Asked

    @property
    def weights(self) -> Channels:
        return CHANNELS[self.form.weighing]

    @property
    def basis(self) -> Basis:
        return self.form.based_on


def year_before(last: date) -> tuple[date, date]:
    """The twelve months that end that day."""
    return last - YEAR, last


def who(request: HttpRequest) -> User:
    return signed_in_user(request)


def see(request: HttpRequest) -> Seen | None:
    """None when there is no program at all, or its numbers do not go together."""
    looking = access.looking(who(request), request.GET)
    if not looking.chosen:
        return None
    found = numbers.numbers(looking.chosen)
    if not found.go_together:
        return None
    first, last = year_before(house.today(clock.now()))
    exact = given.given(looking.chosen, first, last)
    kits = exact if looking.is_own else given.published(exact)
    return Seen(
        looking, found, kits, areas.counties(looking.chosen, found, kits), Asked(request.GET)
    )  # fmt: skip


def draw(request: HttpRequest, template: str, page: Any, *, status: int = 200) -> HttpResponse:
    """Draw a planners' page, its moments on the wall of the coalition."""
    with timezone.override(house.zone()):
        return render(request, f"supply/need/{template}.html", page=page, status=status)


def empty(request: HttpRequest) -> HttpResponse:
    """Why nothing can be seen: there is no program yet, or its numbers do not go together."""
    looking = access.looking(who(request), request.GET)
    if looking.chosen:
        return draw(request, "clash", ClashPage(looking), status=409)
    return draw(request, "empty", None)


def file_of(kind: str) -> str:
    """csv or xlsx. Raises Http404."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    return kind


def pack(plain: object) -> str:
    """What a preview hands back to itself, signed."""
    return signing.dumps(plain, salt=SALT, compress=True)


def unpack(packed: str) -> Any | None:
    """None when it is too old, or not ours."""
    try:
        return signing.loads(packed, salt=SALT, max_age=PREVIEW_LIVES)
    except signing.BadSignature:
        return None
