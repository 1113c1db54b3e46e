from datetime import date, timedelta

import pytest
from django.urls import reverse

from beside.accounts.services import invitations
from beside.accounts.services.invitations import Newcomer
from beside.kernel import clock, house
from beside.partners import access, counties
from beside.partners.core.kinds import WORDS, Kind
from beside.partners.core.rows import judge
from beside.partners.hearing import on_invitation_accepted
from beside.partners.models import Membership, Partner
from beside.partners.services import keeping, members
from beside.partners.services.keeping import About
from tests import people
from tests.partners.samples import member, partner

TODAY = date(2026, 11, 21)


def test_every_kind_has_words():
    assert set(WORDS) == set(Kind)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("21151", "21151"),
        ("Madison, KY", "21151"),
        ("madison county, ky", "21151"),
        ("1001", "01001"),
        ("Orleans Parish, LA", "22071"),
    ],
)
def test_a_county_is_understood_as_people_write_it(written, code):
    assert counties.code_of(written) == code
    assert counties.code_of(counties.name_of(code)) == code


@pytest.mark.parametrize("written", ["Madison", "99999", "Berea, KY", "nowhere", "09999"])
def test_what_is_no_one_county_is_refused(written):
    with pytest.raises(counties.NotACounty):
        counties.code_of(written)


HEADER = ["Name", "Type", "Counties", "Since", "Until"]


def judged(*rows, header=HEADER):
    return judge(header, rows, counties.code_of, TODAY)


def test_a_good_list_is_read_whole():
    found = judged(
        ["Berea  Public Library", "Library", "Madison, KY; 21203", "2026-01-31", ""],
        ["", "", "", "", ""],
        ["County Jail", "jail", "", "", "2026-12-31"],
    )

    assert found.faults == ()
    [(two, library), (four, jail)] = found.rows
    assert (two, library.name, library.counties) == (
        2,
        "Berea Public Library",
        ("21151", "21203"),
    )
    assert (four, jail.kind, jail.since, jail.until) == (4, Kind.JAIL, TODAY, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["", "library", "", "", ""], "name"),
        (["x" * 201, "library", "", "", ""], "name"),
        (["A", "bookshop", "", "", ""], "kind"),
        (["A", "library", "Atlantis", "", ""], "counties"),
        (["A", "library", "", "31.1.26", ""], "since"),
        (["A", "library", "", "2026-05-01", "2026-04-01"], "until"),
    ],
)
def test_every_fault_names_its_row_and_column(row, column):
    found = judged(["Fine", "library", "", "", ""], row)

    assert [(fault.row, fault.column) for fault in found.faults] == [(3, column)]


def test_a_missing_column_and_a_name_twice_are_faults():
    assert [f.column for f in judged(["A"], header=["Name"]).faults] == ["kind"]
    twice = judged(["A", "library"], ["a", "jail"], header=["name", "kind"])
    assert [(fault.row, fault.column) for fault in twice.faults] == [(3, "name")]


@pytest.mark.django_db
class TestScoping:
    def test_a_member_reaches_their_partner_and_no_other(self):
        ours, theirs = partner("Ours"), partner("Theirs")
        user = member(ours).user

        assert access.partner_for(user, ours.pk) == ours
        with pytest.raises(access.NotYours):
            access.partner_for(user, theirs.pk)
        assert list(access.scoped(Membership.objects.all(), user)) == list(
            Membership.objects.filter(partner=ours)
        )

    def test_staff_who_may_look_at_partners_reach_all(self):
        ours = partner("Ours")

        assert access.partner_for(people.person("directory_editor"), ours.pk) == ours

    def test_somebody_who_belongs_nowhere_reaches_nothing(self):
        partner()

        assert not access.scoped(Partner.objects.all(), people.person(), through="").exists()

    def test_only_contacts_and_the_coordinator_keep_a_partner(self):
        ours = partner()
        contact, other = member(ours, access.CONTACT).user, member(ours).user

        assert access.keeps(contact, ours)
        assert access.keeps(people.person("coordinator"), ours)
        assert not access.keeps(other, ours)
        assert not access.keeps(people.person("directory_editor"), ours)

    def test_an_ended_membership_or_partner_opens_nothing(self):
        at = clock.now()
        ours, gone = partner("Ours"), partner("Gone")
        ended, left = member(ours), member(gone)
        members.end_membership(membership=ended, on=house.today(at), by=None, at=at)
        keeping.end_partner(partner=gone, on=house.today(at), by=None, at=at)

        for user, of in ((ended.user, ours), (left.user, gone)):
            with pytest.raises(access.NotYours):
                access.partner_for(user, of.pk)

    def test_a_deactivated_member_reaches_nothing(self):
        ours = partner()
        user = member(ours).user
        user.is_active = False
        user.save()

        with pytest.raises(access.NotYours):
            access.partner_for(user, ours.pk)

    def test_another_partners_page_looks_like_no_page(self, client):
        ours, theirs = partner("Ours"), partner("Theirs")
        people.sign_in(client, member(ours, access.CONTACT).user)

        assert client.get(reverse("partners:partner", args=[ours.pk])).status_code == 200
        for name in ("partner", "change"):
            assert client.get(reverse(f"partners:{name}", args=[theirs.pk])).status_code == 404
        listed = client.get(reverse("partners:list")).content.decode()
        assert "Ours" in listed
        assert "Theirs" not in listed

    def test_a_contact_cannot_change_a_member_of_another_partner(self, client):
        ours, theirs = partner("Ours"), partner("Theirs")
        foreign = member(theirs)
        people.sign_in(client, member(ours, access.CONTACT).user)

        for of in (ours, theirs):
            address = reverse("partners:change_member", args=[of.pk, foreign.pk])
            assert client.post(address).status_code == 404
        foreign.refresh_from_db()
        assert foreign.until_date is None


@pytest.mark.django_db
class TestKeeping:
    def test_two_partners_never_have_one_name(self):
        partner("Berea Public Library")
        about = About("BEREA public library", Kind.LIBRARY, [], TODAY)

        with pytest.raises(keeping.NameTaken):
            keeping.add_partner(about=about, by=None, at=clock.now())

    def test_ending_is_undone(self):
        ours, at = partner(), clock.now()
        keeping.end_partner(partner=ours, on=house.today(at), by=None, at=at)
        with pytest.raises(keeping.NothingToChange):
            keeping.end_partner(partner=ours, on=house.today(at), by=None, at=at)
        keeping.resume_partner(partner=ours, by=None, at=at)

        assert Partner.objects.active(house.today(at)).filter(pk=ours.pk).exists()

    def test_it_does_not_end_before_it_began(self):
        ours, at = partner(), clock.now()

        with pytest.raises(keeping.NotInThatOrder):
            keeping.end_partner(
                partner=ours, on=house.today(at) - timedelta(days=2), by=None, at=at
            )

    def test_a_list_is_kept_whole_and_again_changes_nothing(self):
        listed = [row for _, row in judged(["A", "library"], ["B", "jail"]).rows]
        first = keeping.import_partners(listed=listed, by=None, at=clock.now())
        again = keeping.import_partners(listed=listed, by=None, at=clock.now())

        assert (first.added, first.changed, first.same) == (2, 0, 0)
        assert (again.added, again.changed, again.same) == (0, 0, 2)


@pytest.mark.django_db
class TestMembers:
    def test_whoever_has_an_account_belongs_at_once(self):
        ours, user = partner(), people.person()
        members.bring_in(
            partner=ours, email=user.email.upper(), name="", role="partner_member",
            language="en", by=None, at=clock.now(),
        )  # fmt: skip

        assert access.partner_for(user, ours.pk) == ours

    def test_whoever_is_invited_belongs_once_they_accept(self):
        ours, at = partner(), clock.now()
        invitation = members.bring_in(
            partner=ours, email="new@example.org", name="", role="partner_contact",
            language="es", by=None, at=at,
        )  # fmt: skip
        newcomer = Newcomer("New", "es", "seven brown kettles hum")
        user = invitations.accept_invitation(invitation=invitation, newcomer=newcomer, at=at)
        fact = invitations.InvitationAccepted(invitation.pk, user.pk)
        on_invitation_accepted(fact, at=at)
        on_invitation_accepted(fact, at=at)  # heard twice, effective once

        [membership] = Membership.objects.filter(user=user)
        assert (membership.partner, membership.role) == (ours, "partner_contact")

    def test_a_house_wide_role_is_not_given_within_a_partner(self):
        with pytest.raises(members.NotAPartnersRole):
            members.add_member(
                partner=partner(), user=people.person(), role="coordinator",
                by=None, at=clock.now(),
            )  # fmt: skip

    def test_nobody_belongs_twice(self):
        belonging = member(partner())

        with pytest.raises(members.AlreadyAMember):
            members.add_member(
                partner=belonging.partner, user=belonging.user, role="partner_member",
                by=None, at=clock.now(),
            )  # fmt: skip
