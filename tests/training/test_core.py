"""Pure decisions: the marks of a lesson, the quiz, what is missing, what is required."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.kernel import codes, steps
from beside.training.core import prose, quiz
from beside.training.core.completion_codes import from_seed
from beside.training.core.content import Answer, Content, Question, Said, Track
from beside.training.core.missing import gaps
from beside.training.core.quiz import Standing
from beside.training.core.required import Asked, Completed, Rule, required, satisfied
from beside.training.core.sessions import STEPS, Event, State
from tests.training.town import said, small

TODAY = date(2026, 11, 22)
PARTNER, OTHER = UUID(int=1), UUID(int=2)


class TestProse:
    def test_each_mark_makes_its_block(self):
        written = "## Head\nOne\ntwo **loud**.\n\n- a\n- b\n\n3. c\n4. d\n\n! Mind\n\n![Words](rub)"
        blocks = prose.read(written)

        kinds = ["heading", "text", "points", "steps", "notice", "picture"]
        assert [block.kind for block in blocks] == kinds
        assert [run.text for run in blocks[1].lines[0]] == ["One two ", "loud", "."]
        assert blocks[1].lines[0][1].strong
        assert blocks[3].start == 3
        assert (blocks[5].name, blocks[5].alt) == ("rub", "Words")

    @given(st.text())
    def test_whatever_is_written_can_be_read_and_nothing_is_markup(self, written):
        for block in prose.read(written):
            assert block.kind in {"heading", "text", "points", "steps", "notice", "picture"}
            assert block.lines or block.kind == "picture"

    def test_a_tag_stays_text(self):
        [block] = prose.read("<script>alert(1)</script>")
        assert block.lines[0][0].text == "<script>alert(1)</script>"


def three_questions() -> Content:
    right, wrong = Answer(said("r"), said("why"), right=True), Answer(said("w"), said("because"))
    asked = {f"q{n}": Question(said("?"), (wrong, right)) for n in (1, 2, 3)}
    return Content(questions=asked, tracks={"peer": Track(("l",), ("q1", "q2", "q3"))})


class TestQuiz:
    standing = Standing(version=1, audience="peer", seed="s")

    def test_a_wrong_answer_explains_itself_and_moves_nothing(self):
        for _try in range(50):
            marked = quiz.mark(three_questions(), self.standing, 1, 1)
            assert marked.answer.why.en == "because"
            assert marked.standing == self.standing

    def test_it_is_done_once_every_question_was_passed_in_order(self):
        content, standing = three_questions(), self.standing
        for number in (1, 2, 3):
            assert not quiz.is_done(content, standing)
            standing = quiz.mark(content, standing, number, 2).standing
        assert quiz.is_done(content, standing)

    def test_going_back_loses_nothing(self):
        content, standing = three_questions(), replace(self.standing, passed=2)

        assert quiz.mark(content, standing, 1, 2).standing.passed == 2
        assert quiz.mark(content, standing, 1, 1).standing.passed == 2

    def test_no_question_is_skipped(self):
        with pytest.raises(quiz.NotYet):
            quiz.mark(three_questions(), self.standing, 2, 2)

    @pytest.mark.parametrize(("number", "chosen"), [(0, 1), (4, 1), (1, 0), (1, 3), (1, -1)])
    def test_what_is_not_there_is_refused(self, number, chosen):
        standing = replace(self.standing, passed=3)
        with pytest.raises(quiz.NoSuchAnswer):
            quiz.mark(three_questions(), standing, number, chosen)


class TestMissing:
    def found(self, content):
        return {(gap.where, gap.what) for gap in gaps(content, {"rub"})}

    def test_a_whole_course_lacks_nothing(self):
        assert self.found(small()) == set()

    def test_an_untold_language_is_named(self):
        lesson = replace(small().lessons["wake"], title=Said("Only English", " "))
        found = gaps(replace(small(), lessons={"wake": lesson}), {"rub"})

        assert [(gap.where, gap.language) for gap in found] == [("lesson:wake:title", "es")]

    @pytest.mark.parametrize(
        ("changed", "what"),
        [
            ({"sources": ()}, "no source is named"),
            ({"next_review": None}, "no review day is set"),
            ({"next_review": date(2025, 1, 1)}, "the next review is not after the last"),
            ({"body": Said("x", "x\n\n![Mano](rub)")}, "the pictures are not the same in both"),
            ({"body": Said("![](rub)", "![Mano](rub)")}, "a picture without words"),
            ({"body": Said("![A](nope)", "![A](nope)")}, "we have no such picture"),
        ],
    )
    def test_a_lesson_that_lacks_something_says_what(self, changed, what):
        lesson = replace(small().lessons["wake"], **changed)

        assert what in {text for _, text in self.found(replace(small(), lessons={"wake": lesson}))}

    @pytest.mark.parametrize("right", [(False, False), (True, True)])
    def test_a_question_has_one_right_answer(self, right):
        answers = tuple(Answer(said("a"), said("b"), one) for one in right)
        content = replace(small(), questions={"helps": Question(said("?"), answers)})

        assert ("question:helps", "exactly one answer must be right") in self.found(content)

    def test_a_track_names_what_is_there(self):
        content = replace(small(), tracks={"community": Track(("gone",), ("gone",))})

        assert {what for where, what in self.found(content) if where == "track:community"} == {
            "names a lesson that is not there", "names a question that is not there",
        }  # fmt: skip

    def test_an_empty_course_may_not_be_published(self):
        assert gaps(Content(), set())


class TestCodes:
    @given(st.text(max_size=30))
    def test_a_seed_gives_one_code_that_we_read_again(self, seed):
        code = from_seed(seed, b"key")

        assert from_seed(seed, b"key") == code == codes.parse(code)

    def test_another_key_or_attempt_gives_another_code(self):
        made = {from_seed("s", b"key"), from_seed("s", b"other"), from_seed("s", b"key", 1)}
        assert len(made) == 3

    def test_ten_thousand_seeds_meet_in_no_code(self):
        assert len({from_seed(str(n), b"key") for n in range(10_000)}) == 10_000


RULE = Rule(1, "overdose", state="RI")


class TestRequired:
    def test_nothing_is_required_without_a_rule(self):
        assert required([], Asked("KY", PARTNER, "nasal_4mg"), TODAY) == []

    @pytest.mark.parametrize(
        ("rule", "asked", "speaks"),
        [
            (RULE, Asked("RI"), True),
            (RULE, Asked("KY"), False),
            (RULE, Asked(""), False),
            (Rule(1, "o", partner_id=PARTNER), Asked("KY", PARTNER), True),
            (Rule(1, "o", partner_id=PARTNER), Asked("KY", OTHER), False),
            (Rule(1, "o", partner_id=PARTNER), Asked("KY", None), False),
            (Rule(1, "o"), Asked("", None), False),
            (replace(RULE, product="im_vial"), Asked("RI", None, "im_vial"), True),
            (replace(RULE, product="im_vial"), Asked("RI", None, "nasal_4mg"), False),
            (replace(RULE, product="im_vial"), Asked("RI"), True),
            (replace(RULE, since=TODAY), Asked("RI"), True),
            (replace(RULE, since=TODAY + timedelta(1)), Asked("RI"), False),
            (replace(RULE, until=TODAY), Asked("RI"), False),
            (replace(RULE, until=TODAY + timedelta(1)), Asked("RI"), True),
        ],
    )
    def test_a_rule_speaks_of_its_own_case_and_days(self, rule, asked, speaks):
        assert bool(required([rule], asked, TODAY)) is speaks

    @pytest.mark.parametrize(
        ("rule", "completed", "meets"),
        [
            (RULE, Completed("overdose", 1, TODAY), True),
            (RULE, Completed("spray", 1, TODAY), False),
            (RULE, Completed("overdose", 1, TODAY + timedelta(1)), False),
            (replace(RULE, least_version=2), Completed("overdose", 1, TODAY), False),
            (replace(RULE, lasts_days=30), Completed("overdose", 1, TODAY - timedelta(30)), True),
            (replace(RULE, lasts_days=30), Completed("overdose", 1, TODAY - timedelta(31)), False),
        ],
    )
    def test_a_completion_meets_a_rule_or_does_not(self, rule, completed, meets):
        assert satisfied(rule, completed, TODAY) is meets


def test_every_pair_of_the_session_table_is_decided():
    allowed = {
        (state, event): steps.take(STEPS, state, event).to
        for state in State
        for event in Event
        if (state, event) in STEPS
    }

    assert allowed == {
        (State.PLANNED, Event.COUNTED): State.HELD,
        (State.PLANNED, Event.CALLED_OFF): State.CANCELLED,
        (State.HELD, Event.COUNTED): State.HELD,
        (State.HELD, Event.TAKEN_BACK): State.PLANNED,
        (State.CANCELLED, Event.TAKEN_BACK): State.PLANNED,
    }
    assert steps.unreachable(STEPS, State.PLANNED) == set()
