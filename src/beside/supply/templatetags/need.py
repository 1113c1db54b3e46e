"""Words for the planners' figures: `{% load need %}`."""

import re

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from beside.supply.core.need import irvine
from beside.supply.core.need.channels import Weighing
from beside.supply.core.need.irvine import StateNeed
from beside.supply.need import sentences, words
from beside.supply.need.numbers import Number
from beside.supply.need.words import Words

register = template.Library()
_TITLE = re.compile(r"(?<=[a-z\d)])\.\s")


@register.filter
def percent(share: float) -> str:
    """A share from nought to one, in whole percent."""
    return sentences.percent(float(share))


@register.filter
def whole(number: float) -> str:
    """A whole number with its thousands apart."""
    return sentences.whole(float(number))


@register.filter
def about(number: float) -> str:
    """Below ten with one decimal, above without."""
    return sentences.about(number)


@register.filter
def plain(number: Number) -> str:
    """A number in use as people read it: percent for shares."""
    return _shown(number, number.value)


@register.filter
def span(number: Number) -> str:
    """Its range, or a dash."""
    if number.low is None or number.high is None:
        return "–"
    return f"{_shown(number, number.low)}\u00a0– {_shown(number, number.high)}"


def _shown(number: Number, value: float) -> str:
    if number.is_share:
        return f"{_short(100 * value)}%"
    return _short(value) if value < 100 else sentences.whole(value)


def _short(value: float) -> str:
    """Three figures, without a nought that says nothing."""
    rounded = float(f"{value:.3g}")
    return number_format(int(rounded) if rounded.is_integer() else rounded)


@register.filter
def cited(source: str) -> str:
    """Who said it: a citation up to its title."""
    return _TITLE.split(source, maxsplit=1)[0]


@register.filter
def weighing_name(which: Weighing) -> Words:
    """A source of weights, by its name."""
    return words.WEIGHINGS[which]


@register.filter
def kits_for_aim(state: StateNeed, target: float) -> str:
    """Community kits a year for the whole state."""
    return sentences.whole(irvine.kits_for(target, state.tau))


@register.filter
def per_100k(state: StateNeed, target: float) -> str:
    """The same for each 100,000 people of the year of the curve."""
    return sentences.whole(100_000 * irvine.kits_for(target, state.tau) / state.population)


@register.filter
def signed(number: float) -> str:
    """With its sign: "+3.2 more", "-0.1"; what rounds to nought has none."""
    shown = about(abs(number))
    if abs(number) < 0.05:
        return number_format(0, 1)
    return f"+{shown}" if number > 0 else f"−{shown}"


@register.filter
def plan_state(state: str) -> Words:
    """How a plan stands."""
    return words.STATES[state]


@register.filter
def signed_of(number: float) -> str:
    """Deaths fewer or more, in words: "12 fewer", "3 more", "as many"."""
    shown = about(abs(number))
    if abs(number) < 0.05:
        return gettext("as many")
    if number > 0:
        return gettext("%(n)s fewer") % {"n": shown}
    return gettext("%(n)s more") % {"n": shown}
