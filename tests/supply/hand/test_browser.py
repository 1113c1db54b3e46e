"""Handing over on a phone: in seconds, and without a signal."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from beside.supply.models import Encounter
from tests.pages import seeing
from tests.pages.seeing import Way
from tests.supply.hand.shared import site, worker
from tests.supply.shared import stocked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAITING = """async () => (await new Promise((done) => {
  const asked = indexedDB.open("beside-hand", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("waiting").objectStore("waiting").getAll();
    all.onsuccess = () => done(all.result);
  };
})).map((one) => one.fields)"""


KEEPS = """async () => {
  await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller) await new Promise((done) => setTimeout(done, 50));
}"""


def all_sent(phone):
    for _ in range(100):
        if not phone.evaluate(WAITING):
            return
        phone.wait_for_timeout(100)
    raise AssertionError("something still waits on the phone")


@pytest.fixture
def phone(browser, live_server):
    stocked(40, at_place=site())
    client = Client()
    client.force_login(worker())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    kept = {"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}
    context = seeing.context_for(browser, Way(width=360), [kept])
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    tab.at = live_server.url.replace("localhost", "127.0.0.1") + "/en/staff/supply/hand/"
    tab.goto(tab.at)
    yield tab
    context.close()


def test_three_taps_keep_an_encounter(phone):
    phone.click(".good .step >> nth=1")
    phone.click(".choice:has-text('First kit')")
    phone.click(".keep button")
    phone.wait_for_selector("text=Kept: 1 ×")
    kept = Encounter.objects.get()
    assert (kept.handed.get().units, kept.reason) == (2, "first")


def test_an_answer_that_was_tapped_can_be_let_go_again(phone):
    for _ in range(2):
        phone.click(".choice:has-text('First kit')")
    assert phone.locator("[name=reason]:checked").count() == 0


def test_without_a_signal_it_waits_on_the_phone_and_is_sent_once(phone):
    phone.evaluate(KEEPS)
    phone.context.set_offline(True)
    phone.goto(phone.at)
    phone.wait_for_selector("text=without a signal")
    for _ in range(2):
        phone.click(".good .step >> nth=1")
        phone.click(".keep button")
        phone.wait_for_selector("text=Kept on this phone.")
    assert phone.inner_text("[data-many]") == "2"
    names = {name for fields in phone.evaluate(WAITING) for name, _ in fields}
    assert names == {"nonce", "place", "on_date", next(n for n in names if n.startswith("kits_"))}
    phone.context.set_offline(False)
    phone.goto(phone.at)
    phone.wait_for_selector("[data-waiting]", state="hidden")
    all_sent(phone)
    assert Encounter.objects.filter(way="offline").count() == 2


def test_what_was_typed_when_the_signal_broke_is_kept_without_what_tells_of_somebody(phone):
    phone.evaluate(KEEPS)
    phone.click(".good .step >> nth=1")
    phone.click("text=About the person")
    phone.fill("[name=code]", "abc 031485 f")
    phone.fill("[name=birth_year]", "1985")
    phone.fill("[name=town]", "40403")
    phone.context.set_offline(True)
    phone.click(".keep button")
    phone.wait_for_selector("text=without a signal")
    [fields] = phone.evaluate(WAITING)
    assert not {"code", "birth_year", "town", "csrfmiddlewaretoken"} & {name for name, _ in fields}
    assert "1985" not in str(fields)
    phone.context.set_offline(False)
    phone.goto(phone.at)
    phone.wait_for_selector("[data-waiting]", state="hidden")
    all_sent(phone)
    assert Encounter.objects.get().code_hash is None


def test_the_sheet_for_the_clipboard_is_one_page(phone):
    phone.goto(phone.at + "paper/")
    made = phone.pdf(prefer_css_page_size=True)
    assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") == 1
    if folder := os.environ.get("PICTURES"):
        Path(folder, "paper.pdf").write_bytes(made)
