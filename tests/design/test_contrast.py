"""Every pair of colours that meets on a page can be read, in light and in dark."""

import re

import pytest

from beside.design import inline

SHEET = (inline.STATIC / "public.css").read_text()
STAFF = (inline.STATIC / "staff.css").read_text()
WORDS = 4.5
SHAPES = 3.0
PAIRS = [
    *((ink, ground, WORDS) for ink in ("ink", "soft") for ground in ("paper", "card", "sand")),
    *(("accent", ground, WORDS) for ground in ("paper", "card", "sand", "tint")),
    *(("red", ground, WORDS) for ground in ("paper", "card", "blush")),
    ("on-accent", "accent", WORDS),
    ("on-alarm", "alarm", WORDS),
    ("alarm", "paper", SHAPES),
    ("ink", "blush", WORDS),
    ("ink", "tint", WORDS),
    ("paper", "ink", WORDS),
    *(("edge", ground, SHAPES) for ground in ("paper", "card", "sand")),
    *(("focus", ground, SHAPES) for ground in ("paper", "card", "sand", "tint", "blush")),
]


def tokens(sheet, selector):
    block = sheet.split(selector, 1)[1].split("{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*(#\w+)", block))


LIGHT = tokens(SHEET, ":root")
DARK = {**LIGHT, **tokens(SHEET, ":root:not([data-theme=light])")}


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_a_pair_of_colours_can_be_read(theme, front, ground, least):
    assert contrast(theme[front], theme[ground]) >= least


def test_staff_who_choose_dark_see_the_same_dark():
    assert tokens(STAFF, ":root[data-theme=dark]") == tokens(SHEET, ":root:not([data-theme=light])")


def test_the_style_sheets_together_weigh_at_most_eight_kilobytes():
    import brotli

    sheets = [
        (inline.STATIC / name).read_bytes() for name in ("public.css", "staff.css", "paper.css")
    ]
    assert sum(len(brotli.compress(sheet)) for sheet in sheets) <= 8_000


def test_no_sheet_speaks_of_left_or_right():
    for name in ("public.css", "staff.css", "paper.css"):
        sheet = (inline.STATIC / name).read_text()
        assert not re.findall(
            r"[\w-]*\b(?:left|right)\b[\w-]*\s*:|text-align: (?:left|right)", sheet
        )
