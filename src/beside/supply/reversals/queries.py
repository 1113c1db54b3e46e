"""Reads for the pages of reversal reports."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from beside.accounts.models import User
from beside.kernel import house
from beside.partners import counties
from beside.places import queries as places
from beside.supply import access
from beside.supply.core.report_styles import Report, Span
from beside.supply.models import Program, Reversal
from beside.supply.reversals.figures import doses_given


def reports_of(user: User) -> QuerySet[Reversal]:
    """The reports of the programs somebody works for, newest first."""
    rows = access.scoped(Reversal.objects.select_related("program"), user)
    return rows.filter(undone_at=None).order_by("-reported_at")


def calls_wanted(user: User, at: datetime) -> QuerySet[Reversal]:
    """Those who asked to be called, the longest waiting first."""
    waiting = reports_of(user).filter(callback_id__isnull=False, callback_until_at__gt=at)
    return waiting.order_by("callback_asked_at")


def between(programs: Iterable[Program], first: date, last: date) -> QuerySet[Reversal]:
    """Reports counted on a day of the span: the last on which each can have happened."""
    found = Reversal.objects.filter(
        program__in=programs, undone_at=None, last_date__range=(first, last)
    )
    return found.select_related("program").order_by("last_date", "reported_at", "pk")


def exported(program: Program, first: date, last: date) -> tuple[Sequence[Report], Span]:
    """The reports of a span as the styles take them."""
    found = between([program], first, last)
    reports = [_report(one, number) for number, one in enumerate(found, start=1)]
    return reports, Span(program.public_name, first, last, doses_given([program], first, last))


def _report(one: Reversal, number: int) -> Report:
    county = places.county(one.county_fips) if one.county_fips else None
    same = (
        "setting", "product", "doses", "giver", "survived", "called_911", "ems_came",
        "police_came", "police_did", "conscious", "stayed", "breathing", "drugs", "age", "gender",
        "race", "kit_from",
    )  # fmt: skip
    return Report(
        number=number, reported=house.today(one.reported_at), first=one.first_date,
        last=one.last_date, program=one.program.public_name if one.program else "",
        county=county.name if county else "", state=county.state if county else "",
        **{name: getattr(one, name) for name in same},
    )  # fmt: skip


def place_of(one: Reversal) -> str:
    """The county, by name."""
    return counties.name_of(one.county_fips) if one.county_fips else ""
