"""What a peer noticed is seen within the hour, and never who told it."""

from datetime import timedelta

import pytest

from beside.kernel import deadlines
from beside.kernel.models import Act, Effect
from beside.peers import hearing
from beside.peers.core.notes import Looks, looks_like
from beside.peers.core.noticed import AGAIN_AFTER, SEEN_WITHIN, Answer, What
from beside.peers.models import Notice
from beside.peers.services import noticing
from beside.peers.services.noticing import Noticed
from beside.privacy import retention
from tests import people
from tests.peers.shared import AT, desk
from tests.supply.hand.shared import worker
from tests.supply.shared import program

pytestmark = pytest.mark.django_db


def tell(nonce: str = "n1", at=AT, **told) -> bool:
    told.setdefault("what", What.POLICE)
    return noticing.notice(program=desk().program, told=Noticed(**told), nonce=nonce, at=at)


def written_to() -> list[str]:
    effects = Effect.objects.filter(kind=hearing.LETTER).order_by("pk")
    return [effect.payload["user"] for effect in effects]


def manager():
    return worker("program_manager")


def test_those_of_the_program_who_hear_peers_get_a_letter_at_once():
    hers, elsewhere = manager(), worker("program_manager", slug="lexington")
    people.person("navigator")
    tell()

    assert written_to() == [str(hers.pk)]
    assert str(elsewhere.pk) not in written_to()


def test_in_a_program_where_nobody_hears_them_everybody_who_may_is_told():
    gloria = people.person("coordinator")
    tell()
    assert written_to() == [str(gloria.pk)]


def test_after_half_an_hour_unseen_everybody_who_may_is_told():
    hers, gloria = manager(), people.person("coordinator")
    tell()
    (kind,) = [one for one in deadlines.kinds() if one.name == "peers.notices"]
    later = AT + AGAIN_AFTER
    for row, missed in list(kind.due(later, 10)):
        kind.act(row, missed, later)

    assert set(written_to()) == {str(hers.pk), str(gloria.pk)}
    assert AGAIN_AFTER < SEEN_WITHIN
    assert not list(kind.due(later + timedelta(days=1), 10))


def test_seen_nobody_is_told_again():
    hers = manager()
    tell()
    assert noticing.see(notice=Notice.objects.get(), by=hers, at=AT)
    (kind,) = [one for one in deadlines.kinds() if one.name == "peers.notices"]

    assert not list(kind.due(AT + timedelta(hours=2), 10))
    assert not noticing.see(notice=Notice.objects.get(), by=people.person("coordinator"), at=AT)


def test_it_says_what_came_of_it():
    hers = manager()
    tell()
    noticing.answer(notice=Notice.objects.get(), answer=Answer.ACTED, by=hers, at=AT)

    kept = Notice.objects.get()
    assert (kept.answer, kept.seen_by) == ("acted", hers)


def test_nothing_in_it_leads_to_a_card():
    manager()
    tell(note="slower to wake")
    fields = {field.name for field in Notice._meta.get_fields()}

    assert fields == {
        "id", "program", "what", "place", "point", "town", "county_fips", "note", "noticed_hour",
        "told_again", "deadline_at", "seen_at", "seen_by", "answer",
    }  # fmt: skip
    assert Notice.objects.get().id.version == 4
    assert "slower" not in str(list(Act.objects.values_list("detail", flat=True)))


def test_sent_twice_it_is_one_notice():
    assert tell()
    assert not tell()
    assert Notice.objects.count() == 1


def test_its_words_go_after_ninety_days_and_the_rest_stays():
    tell(note="pink powder")
    rule = retention.rule_named("peers.notes")
    assert rule.destroy(AT + timedelta(days=91), AT + timedelta(days=181)) == 1
    assert (Notice.objects.get().note, Notice.objects.get().what) == ("", "police")


def test_the_letter_says_nothing_of_what_it_was(monkeypatch):
    hers = manager()
    tell(note="pink powder")
    sent = []
    monkeypatch.setattr(hearing.sending, "mail", lambda mail, key, at: sent.append(mail))
    effect = Effect.objects.get(kind=hearing.LETTER)
    from beside.kernel.outbox import Delivery

    hearing.write(Delivery(effect.pk, effect.kind, "k", "", effect.payload, 1, AT, AT))
    assert sent[0].to == hers.email
    for word in ("police", "pink", program().public_name, "Front desk"):
        assert word not in sent[0].text + sent[0].subject


KEPT = [
    "tan powder, two doses were not enough",
    "a lot stronger than last week",
    "Pink. Smells like vinegar",
    "3 people went down in an hour, it took 4 doses",
    "they called 911 and it was fine",
    "polvo rosa, más fuerte que antes",
    "door is locked though the sign says open until 6",
    "two officers outside since this morning",
    "White powder, may be cut with something, will not dissolve",
    "Brown, sold as the green stuff",
    "sleepy for hours after, hard to wake",
]
REFUSED = [
    ("Mike sells it", Looks.NAME),
    ("ask jessica", Looks.NAME),
    ("se llama Pedro", Looks.NAME),
    ("a man named T", Looks.NAME),
    ("Officer Daniels again", Looks.NAME),
    ("from Rose at the corner", Looks.NAME),
    ("the Hernandez house", Looks.NAME),
    ("text 606-555-0149", Looks.NUMBER),
    ("plate 4471 83", Looks.NUMBER),
    ("1985 birthday", Looks.NUMBER),
    ("12 N Elm St", Looks.ADDRESS),
    ("behind 340 Chestnut street", Looks.ADDRESS),
    ("apt 4", Looks.ADDRESS),
    ("on Chestnut Street by the wash", Looks.ADDRESS),
    ("calle 5", Looks.ADDRESS),
    ("hwy 25", Looks.ADDRESS),
    ("@dealer on insta", Looks.LINK),
    ("see www.example.org", Looks.LINK),
]


@pytest.mark.parametrize("note", KEPT)
def test_a_note_about_a_batch_is_kept(note):
    assert looks_like(note) is None


@pytest.mark.parametrize(("note", "why"), REFUSED)
def test_a_note_that_could_lead_to_somebody_is_refused(note, why):
    assert looks_like(note) is why


def test_the_service_refuses_it_too():
    with pytest.raises(noticing.NotKept) as refused:
        tell(note="ask Mike")
    assert refused.value.looks is Looks.NAME
    assert not Notice.objects.exists()
