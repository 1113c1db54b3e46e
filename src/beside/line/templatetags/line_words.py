"""Slugs of the line, as operators read them."""

import re

from django import template

from beside.line.console import words

register = template.Library()


@register.filter
def telephone(number: str) -> str:
    """ "+16065550147" as "606-555-0147"; others as they are."""
    found = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", number or "")
    return "-".join(found.groups()) if found else number


@register.filter
def state_words(slug: str) -> str:
    return words.of(words.STATES, slug)


@register.filter
def way_words(slug: str) -> str:
    return words.of(words.WAYS, slug)


@register.filter
def route_words(slug: str) -> str:
    return words.of(words.ROUTES, slug)


@register.filter
def substance_words(slug: str) -> str:
    return words.of(words.SUBSTANCES, slug)


@register.filter
def naloxone_words(slug: str) -> str:
    return words.of(words.NALOXONE, slug or "unknown")


@register.filter
def company_words(slugs: str) -> str:
    """ "pets, children" in words."""
    return ", ".join(words.of(words.COMPANY, each.strip()) for each in slugs.split(",") if each)


@register.filter
def outcome_words(slug: str) -> str:
    return words.of(words.OUTCOMES, slug)


@register.filter
def reason_words(slug: str) -> str:
    return words.of(words.REASONS, slug)


@register.filter
def result_words(slug: str) -> str:
    return words.of(words.RESULTS, slug)


@register.filter
def target_words(slug: str) -> str:
    return words.of(words.TARGETS, slug)


@register.filter
def why_center(slug: str) -> str:
    return words.of(words.WHY_CENTER, slug)


@register.filter
def moment_words(slug: str) -> str:
    return words.of(words.MOMENTS, slug)


@register.filter
def follow_up_words(slug: str) -> str:
    return words.of(words.FOLLOW_UPS, slug)


@register.filter
def followed_words(slug: str) -> str:
    return words.of(words.FOLLOWED, slug)


@register.filter
def check_words(slug: str) -> str:
    return words.of(words.CHECKS, slug)
