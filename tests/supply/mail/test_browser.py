"""In a real browser: sealed before it is sent, opened only for labels, and closed again."""

import json
from urllib.parse import unquote_plus

import pytest

from beside.kernel import clock
from beside.privacy.models import Sealed
from beside.supply.core import sealed
from beside.supply.mail import throttle
from beside.supply.models import KeyCopy, PackingKey, Request
from tests.pages import seeing
from tests.pages.seeing import Way
from tests.supply import shared
from tests.supply.mail.shared import (
    LINES,
    WORDS,
    ask,
    batch_of,
    key_of,
    mailing,
    packer,
    place,
    unwrapped,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    throttle.ASKING.fill()
    return live_server.url.replace("localhost", "127.0.0.1")


@pytest.fixture
def phone(browser):
    context = seeing.context_for(browser, Way(width=360))
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    yield tab
    context.close()


@pytest.fixture
def desk(browser, site, client):
    """A packer who is signed in, at a desk."""
    from tests import people

    context = seeing.context_for(browser, Way(width=1280))

    def open_for(user):
        people.sign_in(client, user, fresh=True)
        cookies = [
            {"name": name, "value": one.value, "url": site} for name, one in client.cookies.items()
        ]
        context.add_cookies(cookies)
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        return tab

    yield open_for
    context.close()


def fill(phone, site, **more):
    phone.goto(f"{site}/en/kits/")
    phone.fill("#id_zip", "40403")
    phone.click("main form button")
    phone.wait_for_selector("#order")
    phone.fill("#id_street", "12 Elm St")
    phone.fill("#id_unit", "Apt 4")
    phone.fill("#id_name", "Sam Example")
    phone.check("[name=others][value=yes]")
    phone.check("#id_safe")
    phone.wait_for_timeout(3100)  # machines are quicker than that


def test_only_ciphertext_leaves_the_page_and_the_packer_can_read_it(phone, site):
    _, key, private = mailing()
    said = []
    phone.on("request", lambda asked: said.append((asked.url, asked.post_data or "")))
    fill(phone, site)
    phone.click("#order button")
    phone.wait_for_url("**/kits/r/**")
    request = Request.objects.get()
    assert not request.sealed_at_door
    sent = [body for url, body in said if url.endswith("/kits/order/")]
    assert len(sent) == 1
    for words in ("12 Elm St", "Elm ", "Sam ", "Apt 4", "40403", "Berea"):  # none by chance
        assert words not in unquote_plus(sent[0])
    from beside.privacy import vault

    by = key.copies.get().user
    blob = vault.open(request.address_id, by=by, purpose="supply.pack", at=clock.now())
    assert sealed.open_with(private, blob) == (
        "Sam Example", "12 Elm St", "Apt 4", "Berea KY 40403",
    )  # fmt: skip
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert phone.context.cookies() == []


def test_an_answer_that_is_lost_is_asked_for_again_and_stored_once(phone, site):
    mailing()
    fill(phone, site)
    lost = []

    def cut(route):
        if len(lost) < 2:
            lost.append(1)
            if len(lost) == 2:
                route.fetch()  # it arrives, and the answer is lost
            return route.abort()
        return route.continue_()

    phone.route("**/kits/order/", cut)
    phone.click("#order button")
    phone.wait_for_url("**/kits/r/**")
    assert len(lost) == 2
    assert Request.objects.count() == 1
    assert Sealed.objects.filter(kind="supply.address").count() == 1


def test_without_a_network_nothing_is_called_received_and_what_was_typed_stays(phone, site):
    mailing()
    fill(phone, site)
    phone.evaluate(
        "window.setTimeout = ((real) => (act, wait) => real(act, wait / 50))(setTimeout)"
    )
    phone.context.set_offline(True)
    phone.click("#order button")
    phone.wait_for_selector("#faults:not([hidden])")
    assert "has not reached us" in phone.text_content("#faults")
    assert phone.input_value("#id_street") == "12 Elm St"
    assert not Request.objects.exists()
    phone.context.set_offline(False)
    phone.click("#order button")
    phone.wait_for_url("**/kits/r/**")


def test_a_box_is_noticed_before_anything_is_sealed(phone, site):
    from datetime import date

    program, *_ = mailing(standing_order_until_date=date(2030, 1, 1))
    vials = shared.vials()
    shared.offer(program, vials, position=1)
    fill(phone, site)
    phone.fill("#id_street", "P.O. Box 7")
    phone.select_option(f"#id_p{vials.pk}", "1")
    phone.click("#order button")
    phone.wait_for_selector("#faults:not([hidden])")
    assert "may not go to a box" in phone.text_content("#faults")
    assert not Request.objects.exists()


def test_labels_open_with_the_packers_words_and_close_when_nobody_is_there(desk, site):
    program, *_ = mailing()
    user = packer(program)
    old, _ = key_of(program, by=user, words=WORDS, at=clock.now())
    shared.stocked(20)
    first = ask(program, key=old, at=clock.now())
    key_of(program, by=user, words=WORDS, at=clock.now())
    second = place(program, at=clock.now(), lines=("Lee Example", "9 Oak St", "Berea KY 40403"))
    batch = batch_of(first, second.request, by=user, at=clock.now()).batch
    tab = desk(user)
    tab.goto(f"{site}/en/staff/supply/mail/batches/{batch.pk}/labels/")
    tab.fill("#words", "other words")
    tab.click("#unlock button")
    tab.wait_for_selector("#unlock-fault:not([hidden])")
    assert tab.locator(".label").count() == 0
    tab.fill("#words", f" {WORDS} ")
    tab.click("#unlock button")
    tab.wait_for_selector(".label")
    told = tab.locator(".label .to").all_inner_texts()
    assert [text.upper().split("\n")[1] for text in told] == ["12 ELM ST APT 4", "9 OAK ST"]
    shown = tab.text_content("#labels")
    assert "PO Box 100" in shown
    assert "kit" not in shown.lower()
    tab.evaluate("document.getElementById('labels').dataset.idle = 500")
    tab.keyboard.press("Shift")
    tab.wait_for_selector(".label", state="detached")
    assert LINES[1] not in tab.content()


def test_a_key_is_made_in_the_browser_and_given_to_another_packer(desk, site):
    program = shared.program()
    shared.offer(program, shared.product())
    priya, sam = packer(program), packer(program)
    tab = desk(priya)
    said = []
    tab.on("request", lambda asked: said.append(asked.post_data or ""))
    tab.goto(f"{site}/en/staff/supply/mail/keys/")
    form = "form[data-does=make]"
    tab.fill(f"{form} [name=words]", WORDS)
    tab.fill(f"{form} [name=again]", WORDS)
    tab.click(f"{form} button")
    tab.wait_for_selector("text=Give somebody a copy")
    key = PackingKey.objects.get()
    private = unwrapped(KeyCopy.objects.get().wrapped, key.pk, WORDS)
    assert sealed.public_jwk(private.public_key()) == key.public
    tab.click("text=Give somebody a copy")
    phrase = tab.text_content("[data-phrase]")
    assert len(phrase.split()) == 8
    tab.fill("form[data-does=copy] [name=words]", WORDS)
    tab.click("form[data-does=copy] button")
    tab.wait_for_selector("text=not taken over yet")
    copy = KeyCopy.objects.get(user=sam)
    again = unwrapped(copy.wrapped, key.pk, phrase)
    assert again.private_numbers() == private.private_numbers()
    for body in said:
        assert "harbour" not in body
        assert phrase.split()[0] not in body


def test_both_sides_write_the_same_format(phone, site):
    """What the browser seals Python opens, and the other way: with the same keys and bytes."""
    _, key, private = mailing()
    phone.goto(f"{site}/en/kits/")
    public = json.dumps({"id": str(key.pk), **key.public})
    made = phone.evaluate(
        "async (key) => (await import('/static/supply/mail/seal.js')).seal(['Ñandú 1', '2'], key)",
        json.loads(public),
    )
    assert sealed.open_with(private, sealed.from_text(made)) == ("Ñandú 1", "2")
    ours = sealed.as_text(sealed.seal(["Ñandú 1", "2"], key_id=key.pk, public=key.public))
    from tests.supply.mail.shared import wrapped

    read = phone.evaluate(
        """async ([copy, id, words, blob]) => {
          const w = await import('/static/supply/mail/wrap.js');
          return w.opened(blob, await w.usable(await w.unwrap(copy, id, words)));
        }""",
        [wrapped(private, key.pk), str(key.pk), WORDS, ours],
    )
    assert read == ["Ñandú 1", "2"]
