"""What planners do, over HTTP."""

import pytest
from django.urls import reverse

from tests import people
from tests.supply.need import pages
from tests.supply.need.shared import planner, program

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    program()
    people.sign_in(client, planner())
    return client


def url(name, *words, **asked):
    tail = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(f"supply:{name}", args=words) + (f"?{tail}" if tail else "")


def text(answer):
    return answer.content.decode()


def test_every_page_opens(staff):
    for page in pages.pages():
        answer = staff.get(page.path)
        assert answer.status_code == 200, page.path
