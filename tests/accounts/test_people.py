import pytest
from click.testing import CliRunner
from django.urls import reverse

from beside.accounts import queries
from beside.accounts.commands import commands
from beside.accounts.models import Invitation, RoleHeld, User
from beside.accounts.services import people as services
from beside.accounts.services.invitations import AlreadyHere, NotHouseWide
from beside.kernel import clock
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def gloria():
    return people.person("coordinator", name="Gloria")


@pytest.fixture
def desk(client, gloria):
    return people.sign_in(client, gloria, fresh=True)


def act(desk, user, what, **said):
    return desk.post(reverse("accounts:act", args=[user.pk, what]), said)


def test_a_role_is_given_and_ended_and_the_past_is_kept(desk):
    sam = people.person(name="Sam")
    act(desk, sam, "give", role="navigator")
    assert queries.roles_of(sam, clock.now()) == ["navigator"]
    act(desk, sam, "end", role="navigator")

    assert queries.roles_of(sam, clock.now()) == []
    assert RoleHeld.objects.get(user=sam).until_at is not None


def test_a_role_is_not_held_twice(gloria):
    sam = people.person("navigator")

    with pytest.raises(services.NothingToChange):
        services.give_role(user=sam, slug="navigator", by=gloria, at=clock.now())


def test_nobody_gives_themselves_the_key_to_sealed_facts(desk, gloria):
    act(desk, gloria, "give", role="privacy_officer")

    assert queries.roles_of(gloria, clock.now()) == ["coordinator"]


def test_a_partners_role_is_not_given_for_the_house(gloria):
    with pytest.raises(NotHouseWide):
        services.give_role(user=people.person(), slug="partner_contact", by=gloria, at=clock.now())


def test_the_last_who_looks_after_accounts_cannot_go(gloria):
    with pytest.raises(services.LastKeeper):
        services.end_role(user=gloria, slug="coordinator", by=gloria, at=clock.now())
    with pytest.raises(services.LastKeeper):
        services.deactivate(user=gloria, by=gloria, at=clock.now())

    people.person("coordinator")
    services.deactivate(user=gloria, by=None, at=clock.now())


def test_deactivating_is_undone_with_all_roles(desk):
    sam = people.person("navigator")
    act(desk, sam, "deactivate")
    assert not User.objects.get(pk=sam.pk).is_active
    act(desk, sam, "reactivate")

    assert User.objects.get(pk=sam.pk).is_active
    assert queries.roles_of(sam, clock.now()) == ["navigator"]


def test_a_deactivated_person_may_do_nothing(gloria):
    sam = people.person("directory_editor")
    services.deactivate(user=sam, by=gloria, at=clock.now())

    assert queries.permissions_of(sam, clock.now()) == frozenset()
    assert not sam.has_permission("directory.edit")


def test_a_lost_second_factor_is_taken_away(desk):
    sam = people.person("navigator")
    act(desk, sam, "reset-second-factor")

    assert not queries.with_second_factor([sam])
    with pytest.raises(services.NothingToChange):
        services.reset_second_factor(user=sam, by=None, at=clock.now())


def test_a_link_for_a_new_password_is_shown_once(desk, client):
    sam = people.person()
    page = act(desk, sam, "way-back").content.decode()

    assert "/staff/account/way-back/" in page
    again = desk.get(reverse("accounts:person", args=[sam.pk])).content.decode()
    assert "/staff/account/way-back/" not in again


def test_an_address_is_changed_but_not_to_anothers(gloria):
    sam = people.person()
    services.change_email(user=sam, email="New@Example.org", by=sam, at=clock.now())
    assert User.objects.get(pk=sam.pk).email == "new@example.org"
    with pytest.raises(AlreadyHere):
        services.change_email(user=sam, email=gloria.email, by=sam, at=clock.now())


def test_the_list_is_narrowed_by_words_role_and_state(desk, gloria):
    sam = people.person("navigator", name="Sam")
    people.person(name="Ada", is_active=False)

    def names(**asked):
        return [u.name for u in queries.people(queries.PeopleAsked(**asked), clock.now())]

    assert names() == ["Gloria", "Sam"]
    assert names(role="navigator") == ["Sam"]
    assert names(state="inactive") == ["Ada"]
    assert names(words="SA", state="all") == ["Sam"]
    page = desk.get(reverse("accounts:people"), {"role": "navigator"}).content.decode()
    assert sam.email in page
    assert gloria.email not in page


def test_the_list_leaves_as_a_file(desk):
    people.person("navigator", name="=Sam")
    text = desk.get(reverse("accounts:export", args=["csv"])).content.decode("utf-8-sig")

    assert text.startswith("Name,Email,Roles")
    assert "'=Sam," in text
    assert desk.get(reverse("accounts:export", args=["pdf"])).status_code == 404


def test_a_role_and_a_permission_are_explained_on_a_page(client):
    people.sign_in(client, people.person())
    page = client.get(reverse("accounts:roles")).content.decode()

    assert "Answers people who would otherwise use alone" in page
    assert "directory.publish" in page


def test_preferences_are_kept_and_the_house_then_speaks_that_language(client):
    user = people.person()
    people.sign_in(client, user)
    said = {"language": "es", "theme": "dark", "font": "spaced"}
    answer = client.post(reverse("accounts:preferences"), said)

    user.refresh_from_db()
    assert (user.language, user.theme, user.font) == ("es", "dark", "spaced")
    assert answer.url.startswith("/es/")


def run(*words):
    return CliRunner().invoke(commands, words, catch_exceptions=False)


def test_from_the_machine_people_are_invited_listed_and_helped(gloria):
    said = run("invite", "dee@example.org", "--role", "line_operator", "--language", "es")
    assert said.output.startswith("http")
    assert "/es/staff/account/invitation/" in said.output
    assert Invitation.objects.get().roles == ["line_operator"]
    assert "There is no house-wide role" in run("invite", "x@example.org", "--role", "poet").output

    assert gloria.email in run("list").output
    assert "Nobody else could look after accounts" in run("deactivate", gloria.email).output
    sam = people.person("navigator")
    assert run("deactivate", sam.email).exit_code == 0
    assert run("reactivate", sam.email).exit_code == 0
    assert run("reset-second-factor", sam.email).exit_code == 0
    assert run("reset-second-factor", sam.email).exit_code == 1
    assert run("give", sam.email, "technician").exit_code == 0
    assert "/way-back/" in run("way-back", sam.email).output
    assert "Nobody signs in as" in run("give", "nobody@example.org", "technician").output
