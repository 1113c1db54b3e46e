"""The public form, what staff see, and what leaves as a file."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from beside.directory import slots
from beside.kernel import clock
from beside.kernel.models import Effect
from beside.kernel.transports import incoming
from beside.privacy.disclosure import Suppressed
from beside.supply.models import Request, Reversal
from beside.supply.reversals import figures, texts
from beside.supply.reversals.throttle import REPORTING
from beside.supply.reversals.views.staff import _when
from beside.supply.services import reporting
from tests import people as folk
from tests.supply.hand.shared import today, worker
from tests.supply.reversals.shared import pick_up, report
from tests.supply.shared import program, stocked

pytestmark = pytest.mark.django_db
USED = "supply:used"
WAIT = "beside.design.forms_public.SOONEST"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    from datetime import timedelta

    monkeypatch.setattr(WAIT, timedelta(0))
    REPORTING.fill()


def hidden(page):
    body = page.content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body)
    return dict(found)


def send(client, **said):
    url = reverse(USED)
    return client.post(url, hidden(client.get(url)) | said)


def test_an_empty_form_is_a_report(client):
    program()
    answer = send(client)
    assert answer.status_code == 302
    assert Reversal.objects.get().way == "web"


def test_the_page_sets_no_cookie_and_answers_without_one(client):
    answer = send(client, when="today", survived="yes")
    assert not client.cookies
    assert client.get(answer["Location"]).status_code == 200


def test_eight_taps_bring_a_report_and_a_new_kit(client):
    site = pick_up()
    taps = {
        "when": "today", "product": "nasal_4mg", "doses": "2", "survived": "yes",
        "called_911": "no", "refill": f"site:{site.pk}",
    }  # fmt: skip
    answer = send(client, **taps)  # six answers, and Send: seven taps
    page = client.get(answer["Location"]).context["page"]
    assert len(page.words.split()) == 3
    assert Request.objects.get().about_id == str(Reversal.objects.get().pk)


def test_the_button_pressed_twice_is_one_report(client):
    url, site = reverse(USED), pick_up()
    said = hidden(client.get(url)) | {"refill": f"site:{site.pk}"}
    first, again = client.post(url, said), client.post(url, said)
    words = {client.get(one["Location"]).context["page"].words for one in (first, again)}
    assert len(words) == 1
    assert Reversal.objects.count() == Request.objects.count() == 1


def test_an_unknown_place_is_said_and_nothing_that_was_tapped_is_lost(client):
    program()
    answer = send(client, place="00000", doses="3")
    assert answer.status_code == 422
    assert answer.context["page"].form["doses"].value() == "3"
    assert not Reversal.objects.exists()


def test_only_the_county_of_a_zip_is_kept(client):
    program()
    send(client, place="40403")
    assert Reversal.objects.get().county_fips == "21151"


def test_the_link_of_an_order_brings_the_same_again_in_one_tap(client):
    first = report(wish=_wish()).refill
    Request.objects.filter(pk=first.request.pk).update(state="collected")
    url = reverse("supply:used_of", args=[first.token])
    answer = client.post(url, hidden(client.get(url)) | {"refill": "again", "survived": "yes"})
    assert client.get(answer["Location"]).context["page"].refill.refill_of == first.request
    assert client.get(reverse("supply:used_of", args=["q" * 22])).status_code == 404


def _wish():
    from beside.supply.reversals.refills import Wish

    return Wish("w" * 22, "en", site=pick_up())


def test_who_lost_somebody_is_not_congratulated(client):
    program()
    page = client.get(send(client, survived="no")["Location"]).content.decode()
    assert "sorry" in page
    assert "You were there" not in page


def test_would_you_like_someone_to_call(client):
    program()
    thanks = send(client)["Location"]
    asked = hidden(client.get(thanks))
    wrong = client.post(thanks, asked | {"number": "12"})
    assert wrong.status_code == 422
    assert client.post(thanks, asked | {"number": "606 555 0149"}).status_code == 302
    assert client.get(thanks).context["page"].call_asked
    assert "0149" not in client.get(thanks).content.decode()


def test_a_link_of_thanks_that_is_not_ours_leads_back_to_the_form(client):
    assert client.get(reverse("supply:used_thanks", args=["made-up"]))["Location"] == reverse(USED)


def test_a_wave_of_machines_is_held_off(client, monkeypatch):
    program()
    monkeypatch.setattr(REPORTING, "takes", lambda at: False)
    answer = send(client, doses="2")
    assert answer.status_code == 429
    assert answer.context["page"].form["doses"].value() == "2"
    assert not Reversal.objects.exists()


def test_we_used_it_stands_on_the_page_of_an_overdose():
    assert reverse(USED) in [one.url for one in slots.filled("after_use")]


def test_a_text_is_a_report_and_its_number_is_kept_nowhere(django_capture_on_commit_callbacks):
    program()
    at = clock.now()
    for _ in range(2):
        incoming.hear("+16065550149", "USED 40403 2 ok", at)
    kept = Reversal.objects.get()
    assert (kept.way, kept.doses, kept.survived, kept.county_fips) == ("sms", 2, "yes", "21151")
    effect = Effect.objects.get(kind=texts.EFFECT)
    assert "6065550149" not in str(effect.payload)


def test_answers_by_text_are_one_segment():
    for language in ("en", "es"):
        assert len(texts.words(language)) <= 160
        assert not set(texts.words(language)) & set("áíóúÁÍÓÚ")


@pytest.fixture
def sam(client):
    client.user = worker("packer", "program_manager")
    return folk.sign_in(client, client.user, fresh=True)


def test_staff_write_one_down_with_its_day(sam):
    url = reverse("supply:reversal_new")
    form = sam.get(url).context["page"].form
    answer = sam.post(url, {
        "nonce": form["nonce"].value(), "program": program().pk, "on_date": "2026-11-02",
        "doses": "2", "survived": "yes",
    })  # fmt: skip
    assert "reason=used" in answer["Location"]
    kept = Reversal.objects.get()
    assert (str(kept.first_date), str(kept.last_date)) == ("2026-11-02", "2026-11-02")
    assert sam.get(reverse("supply:reversals")).context["page"].rows[0].reversal == kept
    sam.post(reverse("supply:reversal_undo", args=[kept.pk]))
    assert not sam.get(reverse("supply:reversals")).context["page"].rows


def test_staff_open_one_number_and_it_is_gone_after_the_call(sam):
    kept = report().reversal
    reporting.want_call(reversal=kept, number="606 555 0149", at=clock.now())
    waiting = sam.get(reverse("supply:calls"))
    assert "0149" not in waiting.content.decode()
    shown = sam.get(reverse("supply:call_number", args=[kept.pk]))
    assert "+16065550149" in shown.content.decode()
    sam.post(reverse("supply:call_done", args=[kept.pk]))
    assert not sam.get(reverse("supply:calls")).context["page"].waiting
    assert sam.get(reverse("supply:call_number", args=[kept.pk])).status_code == 404


def test_another_program_sees_none_of_it(client):
    kept = report().reversal
    folk.sign_in(client, worker(slug="other"), fresh=True)
    assert not client.get(reverse("supply:reversals")).context["page"].rows
    for name in ("reversal_undo", "call_done"):
        assert client.post(reverse(f"supply:{name}", args=[kept.pk])).status_code == 404


def test_a_manager_takes_each_style_as_a_file(sam):
    report()
    for style in ("neo", "il", "ny", "ca"):
        for kind in ("csv", "xlsx"):
            url = reverse("supply:used_export", args=[program().pk, style, kind])
            assert sam.get(url).status_code == 200
    assert sam.get(reverse("supply:used_export", args=[program().pk, "no", "csv"])).status_code == (
        404
    )


def test_others_see_only_what_may_be_published(client):
    for _ in range(12):
        report()
    report(county_fips="21067")
    folk.sign_in(client, folk.person("epidemiologist"))
    page = client.get(reverse("supply:used_figures")).context["page"]
    assert page.is_public
    released = figures.published(today().replace(month=1, day=1), today())
    assert isinstance(released.cell("by county", "21067"), Suppressed)
    assert isinstance(released.cell("by county", "21151"), Suppressed)
    assert client.get(reverse("supply:used_figures_file", args=["csv"])).status_code == 200


def test_their_own_see_exact_counts_and_bounds(sam):
    stocked(10, at_place=pick_up())
    report()
    page = sam.get(reverse("supply:used_figures")).context["page"]
    assert not page.is_public
    assert page.found.reports == 1
    assert sam.get(reverse("supply:used_figures_file", args=["xlsx"])).status_code == 200


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_new_kit_by_mail_leads_to_an_order_of_the_like_of_what_was_used(client, language):
    from tests.supply.mail.shared import mailing

    mailing()
    url = f"/{language}/kits/used/"
    answer = client.post(
        url, hidden(client.get(url)) | {"product": "nasal_4mg", "refill": "mail", "place": "40403"}
    )
    thanks = client.get(answer["Location"]).content.decode()
    link = re.search(rf'href="(/{language}/kits/[^"]*)"', thanks)
    assert link
    assert link[1] == f"/{language}/kits/?used=nasal_4mg"
    assert client.get(link[1]).status_code == 200


def test_the_refill_names_sites_with_their_address(client):
    from beside.directory.models import Address

    site = pick_up()
    Address.objects.create(location_id=site.location_id, address_1="12 Elm St", city="Berea",
                           state_province="KY", postal_code="40403", country="US",
                           address_type="physical")  # fmt: skip
    page = client.get(reverse(USED)).content.decode()
    assert "12 Elm St, Berea, KY 40403" in page


def test_two_more_taps_ask_for_as_many_as_are_needed(client):
    site = pick_up()
    stocked(200)
    answer = send(client, doses="2", refill=f"site:{site.pk}", kits_asked="4", knows_others="yes")
    request, report = Request.objects.get(), Reversal.objects.get()
    for row in (request, report):
        assert (row.kits_asked, row.knows_others, row.kits_offered, row.kits_agreed) == (
            4, True, 12, 4)  # fmt: skip
        assert row.offer_why == "for_others"
    assert request.for_others
    assert "Make it 12 kits" in client.get(answer["Location"]).content.decode()


def test_without_an_answer_the_refill_is_as_many_as_were_used(client):
    site = pick_up()
    send(client, doses="4", refill=f"site:{site.pk}")
    request = Request.objects.get()
    assert (request.kits_asked, request.kits_agreed, request.knows_others) == (2, 2, None)


def test_many_kits_never_keep_a_report_from_its_refill(client):
    site = pick_up()
    site.program.most_kits = 2
    site.program.save()
    send(client, refill=f"site:{site.pk}", kits_asked="12")
    request = Request.objects.get()
    assert (request.kits_asked, request.kits_agreed, request.offer_why) == (12, 2, "cap")


def test_who_wants_it_by_mail_is_heard_though_the_kit_is_asked_for_next(client):
    pick_up()
    send(client, kits_asked="3", knows_others="no")
    kept = Reversal.objects.get()
    assert (kept.kits_asked, kept.knows_others, kept.kits_offered) == (3, False, None)


def test_a_text_with_the_words_of_an_order_brings_the_same_again():
    from beside.kernel import word_codes
    from beside.supply.mail import throttle
    from tests.supply.mail.shared import AT, ask, mailing

    throttle.WORDS.fill()
    made, *_ = mailing()
    first = ask(made, kits=3, for_others=True)
    Request.objects.filter(pk=first.pk).update(state="delivered", deadline_at=None)
    said = f"USED {word_codes.say(first.code, 'en')} 2 ok"
    for _ in range(2):
        incoming.hear("+16065550149", said, AT)
    report, new = Reversal.objects.get(), Request.objects.get(refill_of=first)
    assert (report.refill_id, report.doses, report.survived) == (new.pk, 2, "yes")
    assert (report.county_fips, new.kits_agreed, new.knows_others) == ("21151", 3, True)
    effect = Effect.objects.get(kind=texts.EFFECT)
    words = texts.words("en", effect.payload["refill"])
    assert word_codes.say(new.code, "en") in words
    assert len(words) <= 160


def test_a_span_of_days_is_written_as_spanish_writes_it():
    one = Reversal(first_date=date(2026, 11, 1), last_date=date(2026, 11, 3))
    with translation.override("es"):
        assert _when(one) == "1 nov – 3 nov 2026"
