from datetime import timedelta

import pytest
from django.urls import reverse

from beside.accounts import links
from beside.accounts.core import invitations as core
from beside.accounts.core.invitations import Event, State
from beside.accounts.jobs import deadlines
from beside.accounts.models import Invitation, RoleHeld, User
from beside.accounts.services import invitations
from beside.accounts.services.invitations import Newcomer
from beside.kernel import clock
from tests import people

pytestmark = pytest.mark.django_db
DEE = Newcomer(name="Dee", language="es", password="seven brown kettles hum")


@pytest.fixture
def at():
    return clock.now()


@pytest.fixture
def gloria():
    return people.person("coordinator")


@pytest.fixture
def invitation(gloria, at):
    return invitations.invite(
        email="Dee@Example.org", roles_given=["line_operator"], language="en", by=gloria, at=at
    )


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_only_the_table_moves_an_invitation(state, event):
    if (state, event) in core.STEPS:
        assert core.step(state, event) is core.STEPS[state, event].to
    else:
        with pytest.raises(core.NotAllowed):
            core.step(state, event)


def test_accepting_makes_the_account_with_the_roles_offered(invitation, at):
    user = invitations.accept_invitation(invitation=invitation, newcomer=DEE, at=at)

    assert (user.email, user.name, user.language) == ("dee@example.org", "Dee", "es")
    assert user.check_password(DEE.password)
    assert [held.role for held in RoleHeld.objects.filter(user=user)] == ["line_operator"]


def test_a_link_works_once(invitation, at):
    invitations.accept_invitation(invitation=invitation, newcomer=DEE, at=at)

    with pytest.raises(core.NotAllowed):
        invitations.accept_invitation(invitation=invitation, newcomer=DEE, at=at)
    assert User.objects.filter(email="dee@example.org").count() == 1


def test_whoever_holds_an_older_copy_of_an_accepted_invitation_is_overtaken(invitation, at):
    older = Invitation.objects.get(pk=invitation.pk)
    invitations.accept_invitation(invitation=invitation, newcomer=DEE, at=at)

    with pytest.raises(invitations.Overtaken):
        invitations.accept_invitation(invitation=older, newcomer=DEE, at=at)


def test_past_its_week_an_invitation_opens_nothing(invitation, at):
    with pytest.raises(core.NotAllowed):
        invitations.accept_invitation(
            invitation=invitation, newcomer=DEE, at=at + timedelta(days=7)
        )


def test_the_deadline_loop_expires_what_is_due_and_nothing_else(invitation, at):
    kind = next(k for name, k in deadlines._kinds.items() if name == "accounts.invitations")

    assert kind.due(at + timedelta(days=6), 10) == []
    [(pk, missed)] = kind.due(at + timedelta(days=8), 10)
    kind.act(pk, missed, at + timedelta(days=8))
    invitation.refresh_from_db()
    assert invitation.state == State.EXPIRED


def test_renewing_gives_a_new_link_and_ends_the_old_one(invitation, gloria, at):
    old = links.token(invitation)
    renewed = invitations.renew_invitation(
        invitation=invitation, by=gloria, at=at + timedelta(days=3)
    )

    with pytest.raises(links.BadLink):
        links.invitation_behind(old)
    assert links.invitation_behind(links.token(renewed)) == renewed
    assert renewed.expires_at == at + timedelta(days=10)


def test_a_revoked_invitation_opens_nothing(invitation, gloria, at):
    invitations.revoke_invitation(invitation=invitation, by=gloria, at=at)

    with pytest.raises(core.NotAllowed):
        invitations.accept_invitation(invitation=invitation, newcomer=DEE, at=at)


def test_nobody_is_invited_twice_at_once_nor_when_already_here(invitation, gloria, at):
    again = {"roles_given": [], "language": "en", "by": gloria, "at": at}
    with pytest.raises(invitations.AlreadyInvited):
        invitations.invite(email="dee@example.org", **again)
    with pytest.raises(invitations.AlreadyHere):
        invitations.invite(email=gloria.email.upper(), **again)


def test_a_partners_role_is_not_given_for_the_whole_house(gloria, at):
    with pytest.raises(invitations.NotHouseWide):
        invitations.invite(
            email="x@example.org",
            roles_given=["partner_member"],
            language="en",
            by=gloria,
            at=at,
        )


def test_settled_invitations_are_forgotten_open_ones_kept(invitation, gloria, at):
    invitations.revoke_invitation(invitation=invitation, by=gloria, at=at)
    kept = invitations.invite(
        email="y@example.org", roles_given=[], language="en", by=gloria, at=at
    )

    assert invitations.forget_invitations(before=at + timedelta(days=1), at=at) == 1
    assert list(Invitation.objects.all()) == [kept]


def test_a_cut_or_changed_link_opens_nothing(invitation, client):
    token = links.token(invitation)
    for wrong in (token[:-2], token[::-1], "x", "eyJ0"):
        answer = client.get(reverse("accounts:accept", args=[wrong]))
        assert answer.status_code == 410


def test_somebody_invited_comes_in_over_http(invitation, client):
    address = reverse("accounts:accept", args=[links.token(invitation)])
    asked = client.get(address)
    assert asked.status_code == 200
    assert "dee@example.org" in asked.content.decode()

    too_short = client.post(address, {"name": "Dee", "language": "es", "password": "dee"})
    assert too_short.status_code == 200
    assert not User.objects.filter(email="dee@example.org").exists()

    said = {"name": "Dee", "language": "es", "password": DEE.password}
    answer = client.post(address, said)
    assert answer.url == "/es/staff/account/"
    # The role opens personal data: a second factor comes before anything else.
    assert client.get(answer.url).url.startswith("/es/staff/account/second-factor/")
    assert client.get(address).status_code == 410
