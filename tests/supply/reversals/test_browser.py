"""Walk 3, afterwards: from "overdose now" to a new kit and a call, counted in taps."""

import pytest

from beside.supply.models import Request, Reversal
from tests.supply.reversals.shared import pick_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(request, browser, tab_of, live_server):
    pick_up()
    narrow = {"width": 360, "height": 740}
    tab = tab_of(
        browser.new_context(viewport=narrow, java_script_enabled=request.param, locale="en")
    )
    tab.goto(live_server.url.replace("localhost", "127.0.0.1") + "/en/now/")
    tab.taps = 0
    return tab


def tap(phone, words):
    phone.click(words)
    phone.taps += 1


def test_eight_taps_from_overdose_now_to_a_new_kit(phone):
    tap(phone, "text=We used it")
    for words in ("Today", "Nose spray 4 mg", "2"):
        tap(phone, f".choice:has-text('{words}') >> nth=0")
    tap(phone, "fieldset:has-text('survive') .choice >> nth=0")
    tap(phone, "fieldset:has-text('911') .choice >> nth=1")
    tap(phone, ".choice:has-text('I pick it up')")
    phone.wait_for_timeout(3100)  # no person is quicker
    tap(phone, "button:has-text('Send')")
    phone.wait_for_selector("text=Your new kit")
    assert phone.taps <= 8
    kept = Reversal.objects.get()
    assert (kept.when, kept.product, kept.doses, kept.survived, kept.called_911) == (
        "today", "nasal_4mg", 2, "yes", "no",
    )  # fmt: skip
    assert kept.refill_id == Request.objects.get().pk
    assert phone.context.cookies() == []
    phone.fill("[name=number]", "606 555 0149")
    phone.wait_for_timeout(3100)
    phone.click("text=Yes, call me")
    phone.wait_for_selector("text=will call you")
