"""Pages tell the time of the place where they are read."""

from datetime import UTC, datetime

import pytest
from django.template import engines
from django.test import RequestFactory

from beside import env
from beside.design import pages


def test_a_page_tells_the_time_of_the_house_and_not_of_greenwich(monkeypatch):
    drawn = engines["django"].from_string('{{ page|date:"H:i" }}')
    monkeypatch.setattr(
        pages, "django_render", lambda _request, _name, words, status: drawn.render(words)
    )
    at = datetime(2026, 1, 9, 6, 40, tzinfo=UTC)
    assert pages.render(RequestFactory().get("/"), "a.html", page=at) == "01:40"


def test_a_zone_that_is_none_stops_the_start_and_says_how_to_mend_it(monkeypatch):
    monkeypatch.setenv("BESIDE_ZONE", "Kentucky")
    with pytest.raises(env.BadSetting, match="America/New_York"):
        env.zone("BESIDE_ZONE", "UTC")
