"""A card on paper: three words and a QR code. Nothing on it says what it is for."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from beside import env
from beside.design.pages import render
from beside.kernel import word_codes
from beside.peers.desk.pages import Printed, PrintPage
from beside.supply.models import Program


def page(request: HttpRequest, program: Program, numbers: Sequence[int]) -> HttpResponse:
    """The answer itself: once it is closed nobody can read the words again."""
    cards = [Printed(number, address(number)) for number in numbers]
    shown = PrintPage(program, cards, text_number())
    answer = render(request, "peers/print/cards.html", page=shown)
    add_never_cache_headers(answer)
    return answer


def address(number: int) -> str:
    """What the QR code holds: the page for more, with the words in English."""
    words = word_codes.say(number, "en").replace(" ", "-")
    return settings.SITE_ADDRESS.rstrip("/") + reverse("peers:by_link", args=[words])


def text_number() -> str:
    """The number to which words are texted, as people read it; "" when there is none."""
    return env.text("BESIDE_TEXT_NUMBER", env.text("BESIDE_LINE_NUMBER"))
