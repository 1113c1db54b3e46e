"""The public pages: a ZIP, six answers, and a receipt for what is stored."""

import re

import pytest

from beside.kernel import word_codes
from beside.supply.core import sealed
from beside.supply.mail import throttle
from beside.supply.models import Request
from tests.supply import shared
from tests.supply.mail.shared import AT, LINES, mailing, packer, posted, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(monkeypatch):
    from datetime import timedelta

    from beside.kernel import clock

    class Told:
        at = AT

        def __call__(self):
            return self.at

        def later(self, **span):
            self.at += timedelta(**span)

    told = Told()
    monkeypatch.setattr(clock, "now", told)
    throttle.ASKING.fill()
    throttle.WORDS.fill()
    yield told
    throttle.ASKING.fill()
    throttle.WORDS.fill()


def said(answer) -> str:
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def drawn(client, noon, zip_code="40403", language="en", **more) -> dict[str, str]:
    """The form as it is drawn for this ZIP, with what a person leaves as it is."""
    page = client.post(f"/{language}/kits/", {"zip": zip_code, **more})
    assert page.status_code == 200, said(page)
    text = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    names = re.findall(r'<select name="(p\d+)"', text)
    noon.later(seconds=30)
    return {**fields, **dict.fromkeys(names, "0"), names[0]: "2", "where": "address",
            "street": LINES[1], "others": "no", "safe": "on"}  # fmt: skip


def send(client, fields, language="en", **headers):
    return client.post(f"/{language}/kits/order/", fields, headers=headers)


JSON = {"accept": "application/json"}


def test_one_person_with_a_zip_and_a_street_gets_a_receipt(client, noon):
    _, _, _private = mailing()
    answer = send(client, drawn(client, noon))
    assert answer.status_code == 302, said(answer)
    page = client.get(answer["Location"])
    request = Request.objects.get()
    assert word_codes.say(request.code, "en") in said(page)
    assert "no script" in said(page)
    assert request.sealed_at_door
    assert (request.us_state, request.county_fips, request.for_others) == ("KY", "21151", False)


def test_at_most_six_answers_are_required(client, noon):
    mailing()
    first = client.get("/en/kits/").content.decode()
    text = client.post("/en/kits/", {"zip": "40403"}).content.decode()
    asked = set(re.findall(r'name="(where|others|safe|p\d+|street)"', text))
    assert 'name="zip"' in first
    assert len(asked) + 1 <= 6, asked


def test_what_the_browser_sealed_is_all_that_is_sent(client, noon):
    _, key, _private = mailing()
    fields = drawn(client, noon)
    for name in ("street", "zip", "town"):
        del fields[name]
    blob = sealed.seal(LINES, key_id=key.pk, public=key.public)
    answer = send(client, {**fields, "sealed": sealed.as_text(blob)}, **JSON)
    assert answer.status_code == 200
    request = Request.objects.get()
    assert not request.sealed_at_door
    page = client.get(answer.json()["receipt"])
    assert word_codes.say(request.code, "en") in said(page)


def test_the_same_form_sent_twice_is_one_request(client, noon):
    mailing()
    fields = drawn(client, noon)
    one, two = send(client, fields), send(client, fields)
    assert one["Location"] == two["Location"]
    assert Request.objects.count() == 1


def test_there_is_no_receipt_for_what_is_not_stored(client, noon):
    mailing()
    fields = drawn(client, noon)
    assert client.get(f"/en/kits/r/{fields['nonce']}/").status_code == 404
    send(client, fields)
    assert client.get(f"/en/kits/r/{fields['nonce']}/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"street": ""}, "Write the street and number"),
        ({"safe": ""}, "Tick this box"),
        ({"where": "general_delivery"}, "gives it to a name"),
        ({"sealed": "AAAA"}, "could not be read"),
        ({"nonce": "short"}, "could not be read"),
        ({"route": "forged"}, "Start again with your ZIP"),
    ],
)
def test_a_slip_is_told_and_what_was_written_stays(client, noon, wrong, words):
    mailing()
    fields = drawn(client, noon) | wrong
    answer = send(client, fields)
    assert answer.status_code == 422
    assert words in said(answer)
    if fields["street"] and "route" not in wrong:
        assert f'value="{LINES[1]}"' in answer.content.decode()
    told = send(client, fields, **JSON).json()
    assert any(words in fault["says"] for fault in told["errors"])
    assert not Request.objects.exists()


def test_who_asks_for_many_alone_is_told_what_to_say(client, noon):
    mailing(most_kits=4)
    fields = drawn(client, noon) | {f"p{shared.product().pk}": "8"}
    refused = send(client, fields)
    assert refused.status_code == 422
    assert "If others need it too, say so: then it is up to 12." in said(refused)
    assert send(client, fields | {"others": "yes"}).status_code == 302


def test_no_kit_at_all_is_asked_about(client, noon):
    mailing()
    fields = drawn(client, noon)
    name = next(each for each in fields if re.fullmatch(r"p\d+", each))
    assert "at least one kit" in said(send(client, fields | {name: "0"}))


def test_a_prescription_product_to_a_po_box_is_refused_in_words(client, noon):
    from datetime import date

    program, *_ = mailing(standing_order_until_date=date(2027, 1, 1))
    vials = shared.vials()
    shared.offer(program, vials, position=1)
    fields = drawn(client, noon) | {"street": "P.O. Box 12", f"p{vials.pk}": "1"}
    assert "may not go to a box" in said(send(client, fields))
    fields[f"p{vials.pk}"] = "0"
    assert send(client, fields).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"zip": "99999"}, "do not know this ZIP"),
        ({"zip": "Berea"}, "do not know this ZIP"),
        ({"zip": ""}, "Write your ZIP code, or choose your state"),
        ({"zip": "40403", "state": "OH"}, "40403 is Berea, Kentucky"),
    ],
)
def test_a_zip_that_cannot_be_is_told_and_can_be_mended(client, noon, typed, words):
    mailing()
    answer = client.post("/en/kits/", typed)
    assert answer.status_code == 422
    assert words in said(answer)
    assert f'value="{typed["zip"]}"' in answer.content.decode() or not typed["zip"]


def test_with_no_program_there_it_is_said_plainly_with_what_there_is(client, noon):
    mailing()
    answer = client.post("/en/kits/", {"zip": "37902"})
    assert "Nobody mails kits to Tennessee" in said(answer)
    assert 'href="/en/find/' in answer.content.decode() or "near you" in said(answer)


def test_a_pick_up_asks_for_no_address(client, noon):
    program, *_ = mailing()
    there = site(program)
    fields = drawn(client, noon) | {"where": f"site:{there.pk}", "street": "", "others": "yes"}
    answer = send(client, fields)
    page = client.get(answer["Location"])
    assert "Say these three words" in said(page)
    assert "Berea library" in said(page)
    request = Request.objects.get()
    assert (request.site, request.address_id, request.for_others) == (there, None, True)


def test_a_state_alone_is_enough_to_pick_up(client, noon):
    program, *_ = mailing()
    there = site(program)
    fields = drawn(client, noon, "", state="KY") | {"where": f"site:{there.pk}"}
    assert send(client, fields).status_code == 302


def test_the_private_link_says_it_never_came_sends_again_and_forgets(client, noon):
    from beside.privacy.models import Sealed

    program, *_ = mailing()
    shared.stocked(20)
    link = send(client, drawn(client, noon))["Location"]
    request = Request.objects.get()
    posted(request, by=packer(program), at=noon.at)
    assert "on its way" in said(client.get(link))
    client.post(link, {"do": "never"})
    assert "It never came" in said(client.get(link))
    client.post(link, {"do": "again"})
    assert "We have your request" in said(client.get(link))
    client.post(link, {"do": "forget"})
    assert "destroyed, as you asked" in said(client.get(link))
    request.refresh_from_db()
    assert (request.state, request.address_id) == ("cancelled", None)
    assert not Sealed.objects.filter(kind="supply.address").exists()
    assert client.post(link, {"do": "again"}).status_code == 409


def test_what_cannot_be_taken_back_is_asked_twice_without_script(client, noon):
    mailing()
    link = send(client, drawn(client, noon))["Location"]
    page = client.get(link).content.decode()
    for act in ("stop", "forget"):
        before, _, _ = page.partition(f'value="{act}"')
        assert before.rfind("<details>") > before.rfind("</details>")


def test_a_request_that_was_called_off_shows_no_words_to_say_and_where_to_order(client, noon):
    mailing()
    link = send(client, drawn(client, noon))["Location"]
    client.post(link, {"do": "stop"})
    page = said(client.get(link))
    assert "It is called off" in page
    assert "Nothing is sent. You can order again" in page
    assert "three words" not in page


def test_three_words_tell_how_it_stands_and_no_more(client, noon):
    mailing()
    send(client, drawn(client, noon))
    words = word_codes.say(Request.objects.get().code, "es")
    answer = client.post("/en/kits/find/", {"words": words})
    assert "We have your request" in said(answer)
    assert "/kits/r/" not in answer.content.decode()
    assert client.post("/en/kits/find/", {"words": "acorn acorn acorn"}).status_code in (404, 200)
    assert client.post("/en/kits/find/", {"words": "no such"}).status_code == 422


def test_a_wave_is_slowed_down_and_nothing_is_lost(client, noon):
    mailing()
    fields = drawn(client, noon)
    while throttle.ASKING.takes(noon.at):
        pass
    answer = send(client, fields)
    assert answer.status_code == 429
    assert f'value="{LINES[1]}"' in answer.content.decode()
    noon.later(seconds=5)
    assert send(client, fields).status_code == 302


def test_no_public_page_sets_a_cookie_or_says_what_it_is_about_in_its_title(client, noon):
    mailing()
    link = send(client, drawn(client, noon))["Location"]
    for answer in (client.get("/en/kits/"), client.post("/en/kits/", {"zip": "40403"}),
                   client.get(link), client.get("/es/kits/find/")):  # fmt: skip
        assert not answer.cookies
        title = re.search(r"<title>(.*?)</title>", answer.content.decode())[1]
        assert not re.search("nalox|overdose|kit", title, re.I)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "For the kit that was used"), ("es", "Para el kit que se usó")],
)
def test_after_we_used_it_the_order_begins_with_the_like_of_it_and_says_why(
    client, noon, language, told
):
    program, *_ = mailing()
    like = shared.product("nasal_3mg", naloxone="nasal_3mg")
    shared.offer(program, like, position=1)
    first = client.get(f"/{language}/kits/?used=nasal_3mg")
    assert told in said(first)
    page = client.post(f"/{language}/kits/", {"zip": "40403", "used": "nasal_3mg"})
    assert told in said(page)
    chosen = dict(re.findall(
        r'<select name="p(\d+)".*?<option value="(\d+)" selected', page.content.decode(), re.S
    ))  # fmt: skip
    assert chosen == {str(like.pk): "2", str(shared.product().pk): "0"}
    answer = send(client, drawn(client, noon, language=language, used="nasal_3mg"), language)
    assert answer.status_code == 302
    assert Request.objects.get().came_by == Request.CameBy.REFILL


def test_no_other_word_is_carried_into_an_order(client):
    page = client.get("/en/kits/?used=<b>Sam</b>")
    assert 'name="used" id="id_used"' in page.content.decode()  # and no value
    assert "that was used" not in said(page)


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", r"[A-Z][a-z]+day, November \d\d\b"), ("es", r"\w+ \d\d de noviembre\b")],
)
def test_the_promise_is_a_day_as_people_write_it(client, noon, language, day):
    mailing()
    answer = send(client, drawn(client, noon, language=language), language)
    assert re.search(day, said(client.get(answer["Location"])))


def test_who_is_served_by_several_programs_may_choose(client, noon):
    mailing()
    other = mailing_other()
    page = client.post("/en/kits/", {"zip": "40403"}).content.decode()
    assert "From Kentucky River Harm Reduction" in page
    assert "Others serve you too:" in page
    assert other.public_name in page
    page = client.post("/en/kits/", {"zip": "40403", "program": str(other.pk)}).content.decode()
    assert f"From {other.public_name}" in page
    page = client.post("/en/kits/", {"zip": "40403", "program": "nobody"}).content.decode()
    assert "From Kentucky River Harm Reduction" in page


def mailing_other():
    from tests.supply.mail.shared import key_of

    other = shared.program("other", public_name="Example Mutual Aid")
    shared.offer(other, shared.product())
    key_of(other)
    return other


def test_the_programs_phone_is_written_as_people_write_it(client, noon):
    program = mailing()[0]
    program.phone = "+18595550123"
    program.save()
    answer = send(client, drawn(client, noon))
    page = client.get(answer["Location"]).content.decode()
    assert '<a href="tel:+18595550123">859-555-0123</a>' in page
