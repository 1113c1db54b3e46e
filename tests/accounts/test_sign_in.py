"""Signing in over HTTP, as a person and as a stranger who guesses."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse

from beside.accounts.adapters.second_factor import NotReadable, SecondFactor
from beside.accounts.core.devices import Device, device
from beside.accounts.core.lockout import LONGEST_WAIT, wait_after
from beside.accounts.models import Salt, Sitting, Slips, User
from beside.accounts.services import passwords, slips
from beside.accounts.services.first import ADDRESS, make_first_coordinator
from beside.kernel import clock, outbox
from beside.kernel.models import Act
from beside.kernel.transports import configured
from beside.kernel.transports.adapters.memory import Memory
from beside.kernel.transports.messages import Way
from tests import people

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Mobile Safari/537.36"


def sign_in(client, email, password=people.PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **more)


@pytest.fixture
def later(monkeypatch):
    """Let time pass, by the clock of the house."""
    real = clock.now

    def pass_by(**much):
        began = real()
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(**much))

    return pass_by


def with_codes(user):
    sealed = SecondFactor().encrypt(SECRET)
    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.create(user=user, type="totp", data={"secret": sealed})
    return user


def code_now():
    counters = list(yield_hotp_counters_from_time())
    return f"{hotp_value(SECRET, counters[len(counters) // 2]):06d}"


def test_password_alone_lets_in_who_needs_no_more(client):
    user = people.person("directory_editor")

    assert sign_in(client, user.email.upper()).status_code == 302
    assert client.get(reverse("accounts:own")).status_code == 200


def test_who_opens_personal_data_sets_up_a_second_factor_before_anything(client):
    user = people.person("navigator", second_factor=False)
    sign_in(client, user.email)

    answer = client.get(reverse("accounts:own"))
    assert answer.url.startswith(reverse("mfa_index"))


def test_a_demonstration_lets_its_invented_people_in_without_a_second_factor(client, settings):
    settings.DEMO = True
    user = people.person("navigator", second_factor=False)
    sign_in(client, user.email)
    assert client.get(reverse("accounts:own")).status_code == 200


def test_a_second_factor_is_asked_for_and_a_code_lets_in(client):
    user = with_codes(people.person("navigator"))

    assert sign_in(client, user.email).url == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:own")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.get(reverse("accounts:own")).status_code == 200


def test_codes_cannot_be_guessed_at_without_end(client):
    user = with_codes(people.person("navigator"))
    sign_in(client, user.email)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    page = client.post(reverse("mfa_authenticate"), {"code": code_now()}).content.decode()
    assert "Too many wrong attempts" in page
    assert client.get(reverse("accounts:own")).status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_a_name_must_wait_after_five_slips_whether_or_not_anybody_has_it(client, known):
    email = people.person().email if known else "nobody@example.org"
    pages = [sign_in(client, email, "wrong guess once more") for _ in range(5)]
    refused = sign_in(client, email).content.decode()

    assert "not correct" in pages[-1].content.decode()
    assert "Too many wrong attempts" in refused


def test_known_and_unknown_names_are_answered_alike(client):
    user = people.person()
    known = sign_in(client, user.email, "wrong guess").content.decode()
    unknown = sign_in(client, "nobody@example.org", "wrong guess").content.decode()

    for part in ("csrfmiddlewaretoken", 'value="'):
        known = "\n".join(line for line in known.splitlines() if part not in line)
        unknown = "\n".join(line for line in unknown.splitlines() if part not in line)
    assert known == unknown


def test_after_the_wait_the_right_password_lets_in_and_forgives(client, later):
    user, at = people.person(), clock.now()
    for _ in range(6):
        slips.note_slip(name=user.email, at=at)
    later(seconds=31)
    assert sign_in(client, user.email).status_code == 302
    assert not Slips.objects.exists()


def test_waits_double_up_to_a_quarter_of_an_hour():
    waits = [wait_after(n).total_seconds() for n in range(13)]

    assert waits[:8] == [0, 0, 0, 0, 0, 15, 30, 60]
    assert waits[-1] == LONGEST_WAIT.total_seconds() == wait_after(10_000).total_seconds()


def test_counters_hold_no_name_and_go_with_their_salt():
    at = clock.now()
    slips.note_slip(name="Dee@Example.org", at=at)
    slips.note_slip(name="dee@example.org ", at=at)
    [counter] = Slips.objects.all()
    assert counter.count == 2
    assert b"dee" not in bytes(counter.digest)

    slips.note_slip(name="x@example.org", at=at + timedelta(days=1))
    assert Salt.objects.count() == 1
    assert not Slips.objects.filter(pk=counter.pk).exists()


def test_no_address_and_no_browser_name_is_kept_anywhere(client):
    user = people.person("directory_editor")
    sign_in(client, user.email, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.77")
    client.get(reverse("accounts:own"), HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.77")

    assert Sitting.objects.get().device == "phone"
    kept = [str(Session.objects.get().get_decoded()), str(list(Act.objects.values()))]
    kept.append(str(list(Sitting.objects.values())))
    for text in kept:
        assert "203.0.113.77" not in text
        assert "Pixel" not in text


def test_a_device_is_one_coarse_word():
    assert device(PHONE) is Device.PHONE
    assert device("Mozilla/5.0 (Windows NT 10.0)") is Device.COMPUTER
    assert device("Mozilla/5.0 (Linux; Android 14; SM-X200)") is Device.TABLET
    assert device("") is Device.UNKNOWN


def test_a_sitting_ended_from_elsewhere_is_over_at_the_next_page(client, django_user_model):
    user = people.person("directory_editor")
    people.sign_in(client, user)
    other = type(client)()
    people.sign_in(other, user)
    assert Sitting.objects.filter(ended_at=None).count() == 2

    other.post(reverse("accounts:end_sittings"))
    assert client.get(reverse("accounts:own")).url.startswith(reverse("account_login"))
    assert other.get(reverse("accounts:own")).status_code == 200


@pytest.mark.parametrize(("rest", "open_still"), [(7, True), (8, False), (13, False)])
def test_a_sitting_rests_less_than_eight_hours(client, later, rest, open_still):
    people.sign_in(client, people.person("directory_editor"))
    later(hours=rest)
    answer = client.get(reverse("accounts:own"))
    assert (answer.status_code == 200) is open_still


def test_a_sitting_in_use_is_over_after_twelve_hours(client, later):
    people.sign_in(client, people.person("directory_editor"))
    for hours, open_still in ((6, True), (11, True), (12, False)):
        later(hours=hours)
        assert (client.get(reverse("accounts:own")).status_code == 200) is open_still


def test_signing_out_ends_the_sitting_and_empties_the_browser(client):
    people.sign_in(client, people.person())
    answer = client.post(reverse("account_logout"))

    assert "cache" in answer["Clear-Site-Data"]
    assert Sitting.objects.get().ended_at is not None


def test_a_dangerous_page_asks_once_more_and_then_opens(client, later):
    user = people.person("directory_editor")
    people.sign_in(client, user)
    address = reverse("accounts:address")
    asked = client.get(address)
    assert asked.url.startswith(reverse("account_reauthenticate"))

    answer = client.post(asked.url, {"password": people.PASSWORD})
    assert answer.url == address
    assert client.get(address).status_code == 200
    later(minutes=6)
    assert client.get(address).status_code == 302


def test_nothing_of_a_refused_form_is_kept_in_the_session(client):
    people.sign_in(client, people.person("directory_editor"))
    client.post(reverse("accounts:address"), {"email": "secret@example.org"})
    client.post(reverse("mfa_activate_totp"), {"code": "123456"})

    kept = str(client.session.items())
    assert "secret@example.org" not in kept
    assert "123456" not in kept
    assert "REMOTE_ADDR" not in kept


def test_one_time_codes_are_sealed_at_rest(client, settings):
    sealed = SecondFactor().encrypt(SECRET)

    assert SECRET not in sealed
    assert SecondFactor().decrypt(sealed) == SECRET
    settings.SECRET_KEY = "another"
    with pytest.raises(NotReadable):
        SecondFactor().decrypt(sealed)


def test_the_first_coordinator_must_choose_a_password_and_is_made_once(client):
    first = make_first_coordinator(at=clock.now())
    again = make_first_coordinator(at=clock.now())
    assert User.objects.count() == 1
    assert sign_in(client, ADDRESS, first.password).status_code == 200  # told anew, the old is gone
    sign_in(client, ADDRESS, again.password)
    sent = client.get(reverse("accounts:people"))
    assert sent.url.startswith(reverse("account_change_password"))

    chosen = "nine blue wheelbarrows"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": again.password, "password1": chosen, "password2": chosen},
    )
    assert client.get(reverse("accounts:people")).url.startswith(reverse("mfa_index"))
    assert make_first_coordinator(at=clock.now()) is None


def test_changing_the_password_ends_every_other_sitting(client):
    user = people.person()
    people.sign_in(client, user)
    other = type(client)()
    people.sign_in(other, user)
    chosen = "nine blue wheelbarrows"
    said = {"oldpassword": people.PASSWORD, "password1": chosen, "password2": chosen}
    client.post(reverse("account_change_password"), said)

    assert client.get(reverse("accounts:own")).status_code == 200
    assert other.get(reverse("accounts:own")).status_code == 302


@pytest.fixture
def mail_carrier():
    """A house that can send mail."""
    configured.stand_in(Way.MAIL, [Memory()])
    yield
    configured.stand_in(Way.MAIL, None)


def _deliver(at):
    handler = outbox.handling(passwords.MAIL).handler
    handler(outbox.Delivery(1, passwords.MAIL, "k", "", _deliver.payload, 1, at, at))


@pytest.mark.parametrize("known", [True, False])
def test_a_forgotten_password_is_answered_alike_and_only_the_known_get_mail(
    client, mail_carrier, known
):
    user = people.person()
    email = user.email if known else "nobody@example.org"
    page = client.post(reverse("account_reset_password"), {"email": email}).content.decode()
    assert "If somebody signs in with that address" in page

    _deliver.payload = {"user": str(user.pk) if known else ""}
    _deliver(clock.now())
    assert len(mail.outbox) == known
    if known:
        link = next(line for line in mail.outbox[0].body.splitlines() if "way-back" in line)
        path = link.partition("8000")[2]
        client.post(path, {"password": "nine blue wheelbarrows"})
        assert sign_in(client, email, "nine blue wheelbarrows").status_code == 302
        assert client.get(path).status_code == 410


def test_a_deactivated_person_is_out_at_once_and_cannot_come_back(client):
    from beside.accounts.services import people as services

    user, gloria = people.person("directory_editor"), people.person("coordinator")
    people.sign_in(client, user)
    services.deactivate(user=user, by=gloria, at=clock.now())

    assert client.get(reverse("accounts:own")).status_code == 302
    assert sign_in(client, user.email).url == reverse("account_inactive")
