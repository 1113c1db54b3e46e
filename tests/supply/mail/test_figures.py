"""Requests, posted, days to post: see docs/methods/mail-figures.md."""

from datetime import timedelta

import pytest

from beside.supply.mail.figures import Figures, figures
from beside.supply.mail.services import packing
from tests.supply import shared
from tests.supply.mail.shared import AT, ask, mailing, packer, parcel, posted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_request_is_counted_once_and_the_middle_of_days_is_told():
    program = mailing()[0]
    priya = packer(program)
    shared.stocked(40)
    for days in (0, 1, 6):
        posted(ask(program, kits=1), by=priya, at=AT + days * DAY)
    ask(program, kits=1)
    ask(program, kits=1, at=AT - 40 * DAY)

    assert figures(program, AT - 30 * DAY, AT + 30 * DAY) == Figures(4, 3, 1.0)


def test_what_was_taken_back_is_not_posted():
    program = mailing()[0]
    priya = packer(program)
    shared.stocked(40)
    request = ask(program, kits=1)
    posted(request, by=priya)
    request.refresh_from_db()
    packing.take_back(parcel=parcel(request), by=priya, at=AT)

    assert figures(program, AT, AT + DAY) == Figures(1, 0, None)


def test_without_requests_there_is_no_middle():
    assert figures(mailing()[0], AT, AT + DAY) == Figures(0, 0, None)
