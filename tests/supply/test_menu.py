"""Wherever staff are in supply and training, one item of the menu says so."""

import re

import pytest
from django.urls import reverse

from beside.design import navigation
from tests import people
from tests.supply.mail.shared import mailing, packer

pytestmark = pytest.mark.django_db
PAGES = sorted(
    {link.url_name for link in navigation.every_link() if link.slot == "staff"
     and link.url_name.startswith(("supply:", "training:")) and link.url_name != "training:code"}
)  # fmt: skip
LIT = re.compile(r'<nav class="side".*?</nav>', re.S)


@pytest.mark.parametrize("name", PAGES)
def test_where_somebody_is_stands_lit_in_the_menu(client, name):
    people.sign_in(client, packer(mailing()[0], "program_manager"), fresh=True)
    answer = client.get(reverse(name))
    if answer.status_code == 403:
        people.sign_in(client, people.person("admin"), fresh=True)
        answer = client.get(reverse(name))
    menu = LIT.search(answer.content.decode())

    assert menu, answer.status_code
    assert menu[0].count("aria-current") == 1
