"""Real arguments for the doors of peers."""

from django.core import signing

from beside.kernel import clock, word_codes
from beside.peers.core.noticed import What
from beside.peers.core.points import PointKind
from beside.peers.desk.views import UNDO
from beside.peers.models import Notice
from beside.peers.services import agreeing, bags, noticing, paying
from beside.peers.services.noticing import Noticed
from tests.peers.shared import desk, given, point, restock
from tests.rules import samples
from tests.supply.hand.shared import worker
from tests.supply.shared import product, program, stocked

NONCE = "n" * 24


def waiting(kind: PointKind = PointKind.SITE, nonce: str = NONCE):
    at = clock.now()
    one, there = given(at=at), point(kind)
    return bags.ask_for_more(
        card=one.card, number=one.number, point=there, product=product(), kits=4, nonce=nonce,
        at=at,
    ).bag  # fmt: skip


def noticed(what: What = What.NO_KITS, nonce: str = NONCE, **told) -> Notice:
    noticing.notice(program=desk().program, told=Noticed(what, **told), nonce=nonce, at=clock.now())
    return Notice.objects.order_by("-pk").first()


def fund(cents: int = 50_000):
    made = paying.open_fund(program=program(), name="County", by=worker(), at=clock.now())
    paying.put_in(fund=made, cents=cents, by=worker(), at=clock.now())
    made.refresh_from_db()
    return made


def _refilled() -> None:
    """Other pages opened by the same role may have emptied the shelf."""
    stocked(24, at_place=desk(), lot="AGAIN")


@samples.of("peers:bag")
def _bag():
    _refilled()
    waiting()
    return {"nonce": NONCE}


@samples.of("peers:by_link")
def _by_link():
    words = word_codes.say(given(at=clock.now()).number, "en")
    return {"words": words.replace(" ", "-")}


@samples.of("peers:bag_act")
def _bag_act():
    _refilled()
    return {"bag_id": waiting().pk, "act": "hand"}


@samples.of("peers:undo")
def _undo():
    _refilled()
    done = restock(given(at=clock.now()), at=clock.now())
    return {"signed": signing.dumps([str(done.movement.pk), str(done.program.pk), 12], salt=UNDO)}


@samples.of("peers:noticed_one")
def _noticed():
    return {"notice_id": noticed().pk}


@samples.of("peers:fund_act")
def _fund():
    return {"fund_id": fund().pk, "act": "close"}


@samples.of("peers:point")
def _point():
    return {"point_id": point().pk}


@samples.of("peers:program_terms")
@samples.of("peers:add_point")
@samples.of("peers:end_all")
def _program():
    desk()
    agreeing.change_terms(program=program(), facts={}, by=worker(), at=clock.now())
    return {"program_id": program().pk}


@samples.of("peers:reach_file")
def _reach():
    return {"kind": "csv"}
