"""An organization comes in: asked once, let in, its link sent again and revoked; letters."""

from datetime import timedelta

import pytest
from django.http import Http404

from beside.kernel.outbox import Delivery
from beside.privacy import vault
from beside.supply.agency import access, face, letters, links, sealed
from beside.supply.core.order import DECIDED
from beside.supply.models import Agency, AgencyLink
from beside.supply.services import deciding, letting_in
from tests.supply import shared as stock
from tests.supply.agency import shared
from tests.supply.agency.shared import ALEX, AT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def sent(monkeypatch):
    """What the mail transport was given."""
    mails = []
    monkeypatch.setattr(letters.sending, "mail", lambda mail, *, key, at: mails.append(mail))
    return mails


def deliver(kind: str, **payload: str) -> str:
    from beside.kernel import outbox

    delivery = Delivery(1, kind, "key", "", payload, 1, AT, AT)
    return outbox._handlings[kind].handler(delivery)


def waiting(name: str = "Example Library", **facts: object) -> Agency:
    program = stock.program()
    return letting_in.ask_to_be_let_in(program=program, asked=shared.asked(name, **facts), at=AT)


def test_who_asks_twice_is_one_agency_and_the_program_sees_it():
    first, second = waiting(), waiting("the EXAMPLE library")

    assert first.pk == second.pk
    assert second.asked_again_at == AT
    assert Agency.objects.count() == 1


def test_staff_who_add_a_twin_are_led_to_the_one_there_is():
    known = waiting()

    with pytest.raises(letting_in.Twin) as refused:
        letting_in.add_agency(
            program=stock.program(), asked=shared.asked("Example Library"), by=shared.staff(), at=AT
        )
    assert refused.value.agency == known


def test_another_program_may_have_an_agency_of_the_same_name():
    waiting()
    other = letting_in.ask_to_be_let_in(
        program=stock.program("other"), asked=shared.asked("Example Library"), at=AT
    )

    assert Agency.objects.count() == 2
    assert other.program.slug == "other"


def test_let_in_it_has_a_place_and_a_link_of_which_only_the_digest_is_kept():
    agency = shared.agency()
    token = shared.token_of(agency)
    link = AgencyLink.objects.get()

    assert agency.place.kind == "agency"
    assert access.agency_behind(token) == agency
    assert token.encode() not in bytes(link.digest)
    assert len(token) == 43


def test_a_second_pair_of_hands_that_lets_it_in_hears_that_it_is_done():
    agency = shared.agency()

    with pytest.raises(letting_in.NotNow):
        letting_in.let_in(agency=agency, by=shared.staff(), at=AT)


def test_sent_again_the_link_is_the_same():
    agency = shared.agency()
    before = shared.token_of(agency)
    letting_in.send_link(agency=agency, by=shared.staff(), at=AT + DAY)

    assert shared.token_of(agency) == before


def test_revoked_it_opens_nothing_and_the_next_is_another():
    agency = shared.agency()
    before = shared.token_of(agency)
    letting_in.revoke_link(agency=agency, by=shared.staff(), at=AT)
    with pytest.raises(Http404):
        access.agency_behind(before)
    letting_in.send_link(agency=agency, by=shared.staff(), at=AT)

    assert shared.token_of(agency) != before


def test_contact_and_address_stand_in_the_vault_and_nowhere_else():
    agency = shared.agency()
    held = " ".join(str(value) for row in (agency, agency.place) for value in vars(row).values())

    for fact in (ALEX.name, ALEX.email, "12 Example Street", "40403"):
        assert fact not in held
    there = sealed.ship_to(agency.ship_to_id, by=shared.staff(), purpose=sealed.LABEL, at=AT)
    assert there == shared.STREET


def test_a_contact_that_is_changed_is_destroyed():
    agency = shared.agency()
    before = agency.contact_id
    letting_in.keep_contact(agency=agency, contact=sealed.Contact("Bo", "bo@example.org"), by=None,
                            at=AT)  # fmt: skip

    with pytest.raises(vault.Destroyed):
        vault.open(before, by=shared.staff(), purpose=sealed.REACH, at=AT)


def test_the_invitation_holds_the_link_and_nothing_of_what_is_ordered(sent):
    agency = shared.agency()

    assert deliver(letting_in.INVITED, agency=str(agency.pk)) == "sent"
    assert sent[0].to == ALEX.email
    assert shared.token_of(agency) in sent[0].text
    assert "aloxon" not in sent[0].subject + sent[0].text


def test_letters_are_in_the_language_of_the_agency(sent):
    agency = shared.agency(language="es")
    deliver(letting_in.INVITED, agency=str(agency.pk))

    assert "/es/kits/a/" in sent[0].text


def test_a_decision_taken_back_before_the_letter_left_is_not_told(sent):
    order = shared.order()
    by = shared.staff()
    deciding.approve_order(order=order, by=by, at=AT)
    deciding.take_back_decision(order=order, by=by, at=AT)

    assert deliver(DECIDED, order=str(order.pk)) == "overtaken"
    assert not sent


def test_a_closed_agency_gets_no_letters(sent):
    agency = shared.agency()
    letting_in.close_agency(agency=agency, by=shared.staff(), at=AT)

    assert deliver(letting_in.INVITED, agency=str(agency.pk)) == "no open link"


def test_the_program_hears_of_an_order_without_its_contents(sent):
    order = shared.order()
    order.agency.program.email = "orders@example.org"
    order.agency.program.save()

    assert deliver("supply.order_placed", order=str(order.pk)) == "sent"
    assert order.agency.name not in sent[0].subject + sent[0].text


def test_those_never_let_in_are_forgotten_after_half_a_year():
    old, open_one = waiting(), shared.agency("Open Shelter")

    assert face.destroy_askings(AT + DAY, AT + 181 * DAY) == 1
    assert list(Agency.objects.all()) == [open_one]
    with pytest.raises(vault.Destroyed):
        vault.open(old.contact_id, by=shared.staff(), purpose=sealed.REACH, at=AT)
    assert links.open_link(open_one)
