"""Completing, checking a code, and what is required."""

from datetime import time, timedelta

import pytest

from beside.kernel import facts, house, outbox
from beside.kernel.models import Act, Effect
from beside.privacy import retention
from beside.training import checking, requirements
from beside.training.core.quiz import NotYet, Standing
from beside.training.facts import TrainingCompleted
from beside.training.models import Completion, Requirement
from beside.training.requirements import Verdict
from beside.training.services import completing, requiring, sessions
from tests.partners.samples import partner
from tests.training import town
from tests.training.town import AT, TODAY, small_course

pytestmark = pytest.mark.django_db


def completed(seed="seed", passed=1) -> Completion:
    standing = Standing(small_course().pk, "community", seed, passed)
    return completing.complete(standing=standing, language="es", at=AT)


def test_a_completion_is_a_code_a_day_and_nothing_else():
    made = completed()

    fields = {field.name for field in Completion._meta.get_fields()}
    assert fields == {"id", "code", "version", "audience", "language", "on_date"}
    assert (made.on_date, made.language, made.audience) == (TODAY, "es", "community")
    assert made.id.version == 4  # drawn at random: no order, no hour


def test_neither_the_record_nor_the_fact_tells_the_hour_or_the_code(monkeypatch):
    published = []
    monkeypatch.setattr(facts, "publish", lambda fact, *, about, at: published.append((fact, at)))
    made = completed()

    [act] = Act.objects.filter(verb="course_completed")
    began = act.at.astimezone(house.zone())
    assert (began.date(), began.time(), act.by) == (TODAY, time(), "")
    assert act.on_kind == "training.version"
    assert made.code not in str(act.detail)
    [(fact, at)] = [(f, at) for f, at in published if isinstance(f, TrainingCompleted)]
    assert fact == TrainingCompleted("small", 1, "community", "es", TODAY)
    assert at == act.at


def test_sending_the_end_twice_gives_the_same_code_once():
    assert completed().code == completed().code
    assert Completion.objects.count() == 1
    assert Act.objects.filter(verb="course_completed").count() == 1


def test_another_seed_gives_another_code():
    assert completed("a").code != completed("b").code


def test_a_code_that_a_session_has_is_passed_by(monkeypatch):
    taken = town.session().code
    given = iter([taken, "3333-3333"])
    monkeypatch.setattr(completing, "from_seed", lambda *_: next(given))

    assert completed().code == "3333-3333"


def test_nobody_completes_before_the_last_question():
    with pytest.raises(NotYet):
        completed(passed=0)
    assert not Completion.objects.exists()


def test_a_code_is_good_however_it_was_typed():
    code = completed().code
    for typed in (code.lower(), code.replace("-", " "), f"  {code.replace('-', '')} "):
        proof = checking.check(typed, on=TODAY)
        assert (proof.course, proof.version.number, proof.on) == ("small", 1, TODAY)
        assert not proof.in_a_group


@pytest.mark.parametrize("typed", ["", "hello", "K7MX", "K7MX-39RCC", "🙂", "x" * 500])
def test_what_cannot_be_a_code_is_told_apart(typed):
    with pytest.raises(checking.NotACode):
        checking.check(typed, on=TODAY)


def test_a_code_nobody_was_given_is_not_known():
    with pytest.raises(checking.NotKnown):
        checking.check("2222-2222", on=TODAY)


def test_a_sessions_code_is_good_for_everyone_from_its_day_until_it_is_called_off():
    session = town.session(TODAY + timedelta(days=1))
    with pytest.raises(checking.NotKnown):
        checking.check(session.code, on=TODAY)
    proof = checking.check(session.code, on=TODAY + timedelta(days=1))
    assert proof.in_a_group

    sessions.call_off(session=session, by=None, at=AT)
    with pytest.raises(checking.NotKnown):
        checking.check(session.code, on=TODAY + timedelta(days=1))


class TestRequired:
    def needed(self, **asked):
        case = {"state": "RI", "partner_id": None, "product": "", "on": TODAY, **asked}
        return requirements.required_courses(**case)

    def test_by_default_nothing_is_required_anywhere(self):
        small_course()

        assert self.needed() == []
        assert not requirements.is_required(state="KY", partner_id=None, product="", on=TODAY)
        answer = requirements.satisfies("", [], on=TODAY)
        assert answer.ok
        assert answer.verdict is Verdict.NOTHING_REQUIRED

    def test_a_state_requires_it_of_everyone_there_and_of_nobody_else(self):
        town.required()

        assert [rule.course for rule in self.needed(state="ri")] == ["small"]
        assert self.needed(state="KY") == []
        assert self.needed(state="") == []

    def test_a_program_requires_it_of_its_own(self):
        ours, theirs = partner("Ours"), partner("Theirs")
        town.required(state="", partner=ours)

        assert self.needed(state="KY", partner_id=ours.pk)
        assert not self.needed(state="KY", partner_id=theirs.pk)

    def test_a_code_satisfies_or_says_why_not(self):
        row = town.required(lasts_days=30)
        needed, code = self.needed(), completed().code

        assert requirements.satisfies(code, needed, on=TODAY).ok
        late = requirements.satisfies(code, needed, on=TODAY + timedelta(days=31))
        assert (late.ok, late.verdict) == (False, Verdict.TOO_OLD)
        assert [rule.id for rule in late.missing] == [row.pk]
        for typed, verdict in (("?", Verdict.NOT_A_CODE), ("2222-2222", Verdict.NOT_KNOWN)):
            assert requirements.satisfies(typed, needed, on=TODAY).verdict is verdict

    def test_another_course_does_not_satisfy(self):
        other = small_course("other").course
        town.required(course=other)
        answer = requirements.satisfies(completed().code, self.needed(), on=TODAY)

        assert answer.verdict is Verdict.OTHER_COURSE

    def test_an_ended_requirement_asks_nothing_and_can_be_resumed(self):
        row = town.required()
        requiring.end(requirement=row, on=TODAY, by=None, at=AT)
        assert self.needed() == []
        with pytest.raises(requiring.NothingToChange):
            requiring.end(requirement=row, on=TODAY, by=None, at=AT)

        requiring.resume(requirement=row, by=None, at=AT)
        assert self.needed()

    def test_a_requirement_is_read_again_before_its_day(self):
        row = town.required()
        with pytest.raises(requiring.NotInThatOrder):
            requiring.verify(requirement=row, as_of=TODAY, next_review=TODAY, by=None, at=AT)
        with pytest.raises(requiring.NotInThatOrder):
            town.required(next_review_date=TODAY)
        assert Requirement.objects.count() == 1


def test_after_three_years_the_code_goes_and_the_count_stays():
    made = completed()
    rule = retention.rule_named("training.codes")
    assert rule.count(AT) == 1
    assert rule.destroy(AT, AT) == 0

    assert rule.destroy(AT + timedelta(days=1), AT) == 1
    assert rule.destroy(AT + timedelta(days=1), AT) == 0
    assert Completion.objects.count() == 1
    with pytest.raises(checking.NotKnown):
        checking.check(made.code, on=TODAY)


def test_whoever_listens_upstairs_hears_of_a_completion():
    heard = []

    def on_training_completed(fact: TrainingCompleted, *, at):
        heard.append(fact)

    before = {kind: list(names) for kind, names in facts._receivers.items()}
    try:
        facts.receives(TrainingCompleted)(on_training_completed)
        completed()
        [effect] = Effect.objects.filter(kind__contains="on_training_completed")
        assert effect.payload["course"] == "small"
        assert set(effect.payload) == {"course", "version", "audience", "language", "on"}
    finally:
        facts._receivers.clear()
        facts._receivers.update(before)
        outbox._handlings.pop(effect.kind, None)
