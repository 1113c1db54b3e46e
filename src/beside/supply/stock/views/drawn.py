"""What every view of stock needs: who looks, what they may, the day on the wall, the way back."""

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from beside.accounts.access import signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.flash import say
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply.models import Movement
from beside.supply.posting import AlreadyPosted, NothingMoved, NotThere
from beside.supply.stock.pages import May

SALT, PREVIEW_LIVES = "supply.stock.sheet", 3600


def may(user: User) -> May:
    """What this person may do with stock."""
    return May(user.has_permission(Permission.KEEP_STOCK),
               user.has_permission(Permission.MANAGE_PROGRAM))  # fmt: skip


def draw(request: HttpRequest, template: str, page: Any, *, status: int = 200) -> HttpResponse:
    """Draw a page of stock, its moments on the wall of the coalition."""
    with timezone.override(house.zone()):
        return render(request, f"supply/stock/{template}.html", page=page, status=status)


def who(request: HttpRequest) -> User:
    return signed_in_user(request)


def file_of(kind: str) -> str:
    """csv or xlsx. Raises Http404."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    return kind


def moved(request: HttpRequest, movement: Movement, told: str) -> None:
    """Say what was done, with its undo."""
    say(request, told, undo_url=reverse("supply:stock_undo", args=[movement.pk]))


def try_moving(request: HttpRequest, act: Callable[[], Movement], told: str) -> bool:
    """Do it and say so; or say why not. Whether stock moved, or had moved already."""
    try:
        moved(request, act(), told)
    except AlreadyPosted:
        say(request, gettext("That was sent before; it was done once."), kind="warn")
    except NotThere:
        words = gettext("There is not so much of that lot here. Nothing was moved.")
        say(request, words, kind="danger")
        return False
    except NothingMoved:
        say(request, gettext("Nothing was moved."), kind="danger")
        return False
    return True


def pack(plain: object) -> str:
    """What a preview hands back to itself, signed."""
    return signing.dumps(plain, salt=SALT, compress=True)


def unpack(packed: str) -> Any | None:
    """None when it is too old, or not ours."""
    try:
        return signing.loads(packed, salt=SALT, max_age=PREVIEW_LIVES)
    except signing.BadSignature:
        return None


__all__ = [
    "clock",
    "draw",
    "file_of",
    "house",
    "may",
    "moved",
    "pack",
    "try_moving",
    "unpack",
    "who",
]
