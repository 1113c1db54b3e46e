"""Templates drawn once and filled many times: the frame of the result page, and its form.

Drawing the page's template takes longer than finding and listing three hundred
places. What does not depend on the question is drawn once per language, with
marks where the changing text goes. What is kept holds filters only, no place.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from beside.directory.finder.asked import Asked
from beside.directory.finder.pages import FormPart, ResultPage, form_part
from beside.directory.finder.standing import Standing

MARK = "\x00{}\x00"
MARKED = re.compile("\x00([a-z_]+)\x00")
ASKED = MARK.format("asked")
# What the template only asks whether it is there, and what it writes.
WHETHER = ("total", "trouble", "capped", "other_help", "zip", "more")
WRITTEN = (
    "heading", "trouble", "trouble_more", "summary", "capped_words", "other_help", "cards",
    "more", "map", "print_query", "zip", "form_html",
)  # fmt: skip

_frames: dict[tuple[object, ...], "Frame"] = {}


@dataclass(frozen=True)
class Frame:
    """The page cut at its marks, and the bytes it always begins with."""

    pieces: list[str]
    begins_with: bytes


def fill_results(request: HttpRequest, page: ResultPage, form: str) -> HttpResponse:
    """The result page, its frame drawn before."""
    elsewhere = tuple((one.url, str(one.label), str(one.note)) for one in page.elsewhere)
    whether = {name: bool(_value(page, name)) for name in WHETHER}
    key = (get_language(), elsewhere, *whether.values())
    if (frame := _frames.get(key)) is None:
        frame = _frames[key] = _draw(request, page, whether)
    values = {"form_html": form, "asked": escape(request.META.get("QUERY_STRING", ""))}
    answer = HttpResponse("".join(_filled(frame.pieces, page, values)))
    answer.begins_with = frame.begins_with  # type: ignore[attr-defined]
    return answer


def _filled(frame: list[str], page: ResultPage, values: Mapping[str, str]) -> list[str]:
    """Odd pieces are names: taken from `values`, else from the page, escaped unless safe."""
    return [
        piece if n % 2 == 0 else values[piece] if piece in values else _text(page, piece)
        for n, piece in enumerate(frame)
    ]


def _text(page: ResultPage, name: str) -> str:
    value = _value(page, name)
    return value if hasattr(value, "__html__") else escape(value)


def _value(page: ResultPage, name: str) -> str:
    return page.place.zip if name == "zip" else getattr(page, name)


def _draw(request: HttpRequest, page: ResultPage, whether: Mapping[str, bool]) -> Frame:
    """The template with marks for text, cut at the marks."""
    marks: dict[str, object] = {name: MARK.format(name) for name in WRITTEN}
    marks |= {name: MARK.format(name) if told and name in marks else told
              for name, told in whether.items()}  # fmt: skip
    marks["elsewhere"] = page.elsewhere
    drawn = render_to_string(
        "directory/finder/results.html", {"page": SimpleNamespace(**marks)}, _asking(request)
    )
    pieces = MARKED.split(drawn)
    return Frame(pieces, pieces[0].encode())


def _asking(request: HttpRequest) -> HttpRequest:
    """The same request with a mark instead of what was asked."""
    other = copy.copy(request)
    other.META = {**request.META, "QUERY_STRING": ASKED}
    other.get_full_path = lambda force_append_slash=False: f"{request.path}?{ASKED}"  # type: ignore[method-assign]
    return other


def form_html(asked: Asked, standing: Standing) -> str:
    """The search form, filled in."""
    bare = Asked(
        near=MARK.format("near"), what=asked.what, when=asked.when, day=MARK.format("day"),
        language=asked.language, miles=asked.miles, says=asked.says,
    )  # fmt: skip
    drawn = _form(get_language() or "en", bare, _Held(standing))
    return drawn.replace(MARK.format("near"), escape(asked.near)).replace(
        MARK.format("day"), escape(asked.day)
    )


class _Held:
    """A standing as a cache key: equal when the same kinds of help are offered."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.standing.offered == other.standing.offered

    def __hash__(self) -> int:
        return hash(self.standing.offered)


@lru_cache(maxsize=1024)
def _form(language: str, asked: Asked, held: _Held) -> str:
    """`language` is part of the key only. Kept: filters, never a place."""
    part: FormPart = form_part(asked, held.standing)
    return render_to_string("directory/finder/_form.html", {"form": part})
