"""Forms that anyone may send: no cookie, no token, no machines, nothing from elsewhere."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory

from beside.design.forms_public import CameFromElsewhere, PublicForm, public_form

AT = datetime(2026, 11, 21, 1, 40, tzinfo=UTC)


class Report(PublicForm):
    words = forms.CharField()


def sealed(at=AT):
    return dict(re.findall(r'name="(drawn)" value="([^"]+)"', Report(at=at).seal))


def sent(after, **more):
    return Report({"words": "The door is shut", **sealed(), **more}, at=AT + after)


def test_a_person_takes_some_seconds():
    assert sent(timedelta(seconds=8)).is_valid()


@pytest.mark.parametrize(
    ("after", "more", "told"),
    [
        (timedelta(seconds=1), {}, "very quick"),
        (timedelta(hours=3), {}, "long time"),
        (timedelta(seconds=8), {"drawn": "1795000000:forged"}, "long time"),
        (timedelta(seconds=8), {"drawn": ""}, "long time"),
        (timedelta(seconds=8), {"website": "http://buy.example"}, "Website"),
        (timedelta(seconds=-60), {}, "long time"),
    ],
)
def test_what_no_person_sent_comes_back(after, more, told):
    form = sent(after, **more)

    assert not form.is_valid()
    assert told in form.non_field_errors()[0]


def test_a_form_that_lay_open_can_be_sent_from_where_it_came_back():
    late = AT + timedelta(hours=3)
    stale = sent(timedelta(hours=3))
    fresh = dict(re.findall(r'name="(drawn)" value="([^"]+)"', stale.seal))

    again = Report({"words": "The door is shut", **fresh}, at=late + timedelta(seconds=5))

    assert again.is_valid()


def test_a_form_sent_too_soon_keeps_its_time_and_passes_a_moment_later():
    soon = sent(timedelta(seconds=1))
    assert dict(re.findall(r'name="(drawn)" value="([^"]+)"', soon.seal)) == sealed()


def test_the_seal_of_one_form_does_not_open_another():
    class Other(PublicForm):
        pass

    assert not Other(sealed(), at=AT + timedelta(seconds=9)).is_valid()


@pytest.mark.parametrize(
    ("headers", "enters"),
    [
        ({}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_ORIGIN": "http://testserver.evil.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
    ],
)
def test_other_sites_may_not_send(headers, enters):
    view = public_form(lambda request: HttpResponse("in"))
    request = RequestFactory().post("/en/report/", **headers)

    if enters:
        assert view(request).content == b"in"
    else:
        with pytest.raises(CameFromElsewhere):
            view(request)
    assert view.csrf_exempt
    assert view(RequestFactory().get("/", **headers)).content == b"in"


def test_a_fault_of_no_field_is_told_without_counting_to_nought():
    from django.template.loader import render_to_string

    from beside.design.templatetags.design import errors

    form = Report({"words": "x"}, at=AT)  # without its seal
    told = render_to_string("design/parts/errors.html", errors(form))
    assert form.non_field_errors()
    assert "That did not go" in told
    assert "0 things" not in told
