"""Group sessions: counts only, one code, undone; lists kept whole or not at all."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside.kernel.steps import NotAllowed
from beside.training.core.audiences import Audience
from beside.training.core.rows import Known, judge
from beside.training.figures import figures, published
from beside.training.known import what_stands
from beside.training.models import Batch, Completion, GroupSession
from beside.training.services import importing, sessions
from tests.partners.samples import partner
from tests.training import town
from tests.training.town import AT, TODAY, small_course

LIBRARY = UUID(int=5)
KNOWN = Known(
    partners={"berea public library": LIBRARY},
    courses={"small": {"community", "peer"}},
    course_names={"a small course": "small"},
    codes={"2222-2222"},
    likenesses=[(TODAY, LIBRARY, "small", Audience.PEER, "en", 9)],
    today=TODAY,
)
HEADER = ["Date", "Place", "Course", "Audience", "Language", "People", "Kits", "Code"]
GOOD = ["2026-11-20", "Berea  Public LIBRARY", "a small course", "", "es", "12", "24", ""]


def judged(*rows, header=HEADER):
    return judge(header, rows, KNOWN)


class TestRows:
    def test_a_good_list_is_read_whole(self):
        found = judged(GOOD, [""] * 8, [*GOOD[:5], "7", "", "2222-2222"])

        assert found.faults == ()
        [(two, held), (four, again)] = found.rows
        assert (two, held.partner_id, held.course, held.audience) == (
            2, LIBRARY, "small", Audience.COMMUNITY,
        )  # fmt: skip
        assert (held.language, held.people, held.kits) == ("es", 12, 24)
        assert (four, again.kits, again.code) == (4, None, "2222-2222")

    def test_spanish_headers_are_understood(self):
        header = ["Fecha", "Lugar", "Curso", "Público", "Idioma", "Personas", "Kits", "Código"]
        assert judged([*GOOD[:4], "español", *GOOD[5:]], header=header).faults == ()

    @pytest.mark.parametrize(
        ("place", "written", "column"),
        [
            (0, "20.11.26", "date"),
            (0, "2026-11-23", "date"),
            (1, "Atlantis", "place"),
            (2, "yoga", "course"),
            (3, "martians", "audience"),
            (3, "police", "audience"),
            (4, "fr", "language"),
            (5, "", "people"),
            (5, "0", "people"),
            (5, "twelve", "people"),
            (5, "-3", "people"),
            (5, "5001", "people"),
            (5, "1²", "people"),
            (6, "many", "kits"),
            (6, "1.5", "kits"),
            (7, "nonsense", "code"),
            (7, "3333-3333", "code"),
        ],
    )
    def test_every_fault_names_its_row_and_column(self, place, written, column):
        row = [*GOOD[:place], written, *GOOD[place + 1 :]]
        found = judged([*GOOD[:5], "99", "", ""], row)

        assert [(fault.row, fault.column) for fault in found.faults][:1] == [(3, column)]

    def test_a_session_written_twice_is_a_fault_here_or_in_the_list(self):
        stands = ["2026-11-22", "Berea Public Library", "small", "peer", "en", "9", "", ""]
        found = judged(GOOD, GOOD, stands)

        assert [(fault.row, fault.column) for fault in found.faults] == [(3, "date"), (4, "date")]

    def test_a_list_without_a_needed_column_or_without_rows_is_a_fault(self):
        assert {f.column for f in judged(GOOD, header=["Date"]).faults} == {
            "place", "course", "people",
        }  # fmt: skip
        assert [fault.row for fault in judged().faults] == [1]

    @given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=4))
    def test_nothing_anyone_writes_breaks_the_judge(self, rows):
        found = judged(*rows)
        assert found.faults or found.rows


@pytest.mark.django_db
class TestSessions:
    def test_it_is_planned_with_a_code_and_counted_on_its_day(self):
        session = town.session()
        assert (session.state, session.people) == ("planned", None)

        sessions.count(session=session, people=14, kits=28, by=None, at=AT)
        assert (session.state, session.people, session.kits) == ("held", 14, 28)
        sessions.count(session=session, people=15, kits=None, by=None, at=AT)
        assert (session.people, session.kits) == (15, None)

    def test_nobody_is_counted_before_the_day(self):
        session = town.session(TODAY + timedelta(days=1))
        with pytest.raises(sessions.NotHeldYet):
            sessions.count(session=session, people=3, kits=None, by=None, at=AT)

    @pytest.mark.parametrize(("people", "kits"), [(0, None), (5001, None), (3, -1), (3, 60_001)])
    def test_a_count_is_of_at_least_one_and_of_no_more_than_fit(self, people, kits):
        with pytest.raises(sessions.NotACount):
            sessions.count(session=town.session(), people=people, kits=kits, by=None, at=AT)

    def test_what_was_counted_or_called_off_is_taken_back(self):
        session = town.session()
        sessions.count(session=session, people=3, kits=None, by=None, at=AT)
        sessions.take_back(session=session, by=None, at=AT)
        assert (session.state, session.people) == ("planned", None)
        sessions.call_off(session=session, by=None, at=AT)
        with pytest.raises(NotAllowed):
            sessions.count(session=session, people=3, kits=None, by=None, at=AT)
        sessions.take_back(session=session, by=None, at=AT)
        assert session.state == "planned"

    def test_two_people_do_not_move_it_at_once(self):
        session = town.session()
        other = GroupSession.objects.get(pk=session.pk)
        sessions.call_off(session=session, by=None, at=AT)
        with pytest.raises(sessions.Overtaken):
            sessions.count(session=other, people=3, kits=None, by=None, at=AT)

    def test_a_course_without_lessons_for_them_is_not_planned(self):
        with pytest.raises(sessions.NotForThem):
            town.session(audience="police")


def brought_in(*rows) -> importing.Kept:
    found = judge(HEADER, rows, what_stands(TODAY))
    assert found.faults == ()
    return importing.import_sessions(held=[held for _, held in found.rows], by=None, at=AT)


@pytest.mark.django_db
class TestLists:
    ROW = ["2026-11-20", "Berea Public Library", "small", "", "", "12", "24", ""]

    @pytest.fixture(autouse=True)
    def _there_are(self):
        partner()
        small_course()

    def test_a_list_is_kept_whole_and_undone_whole(self):
        kept = brought_in(self.ROW, [*self.ROW[:5], "3", "", ""])
        assert (kept.added, kept.same) == (2, 0)
        assert figures(TODAY - timedelta(9), TODAY).total().people == 15

        assert importing.undo_import(batch=kept.batch, by=None, at=AT) == 2
        assert figures(TODAY - timedelta(9), TODAY).total().people == 0
        with pytest.raises(importing.AlreadyUndone):
            importing.undo_import(batch=kept.batch, by=None, at=AT)

    def test_the_same_list_twice_is_a_fault_and_after_undoing_it_is_none(self):
        kept = brought_in(self.ROW)
        again = judge(HEADER, [self.ROW], what_stands(TODAY))
        assert [(fault.row, fault.column) for fault in again.faults] == [(2, "date")]

        importing.undo_import(batch=kept.batch, by=None, at=AT)
        assert brought_in(self.ROW).added == 1

    def test_a_row_with_its_code_changes_nothing(self):
        brought_in(self.ROW)
        code = GroupSession.objects.get().code
        kept = brought_in([*self.ROW[:7], code])

        assert (kept.added, kept.same) == (0, 1)
        assert GroupSession.objects.count() == 1

    def test_a_course_that_has_gone_meanwhile_keeps_nothing(self):
        found = judge(HEADER, [self.ROW], what_stands(TODAY))
        version = small_course()
        version.course.current = None
        version.course.save()

        with pytest.raises(importing.NoLongerSo):
            importing.import_sessions(held=[held for _, held in found.rows], by=None, at=AT)
        assert not Batch.objects.exists()
        assert not GroupSession.objects.exists()


@pytest.mark.django_db
class TestFigures:
    def _filled(self):
        version = small_course()
        for n in range(40):
            Completion.objects.create(
                code=None, version=version, audience="community" if n < 37 else "school",
                language="es" if n < 15 else "en", on_date=TODAY - timedelta(days=n % 3),
            )  # fmt: skip
        brought_in(["2026-10-05", partner().name, "small", "", "en", "25", "50", ""])
        return figures(TODAY - timedelta(days=60), TODAY)

    def test_people_are_those_alone_and_those_in_groups(self):
        found = self._filled()

        total = found.total()
        assert (total.completions, total.in_groups, total.people) == (40, 25, 65)
        assert (total.sessions, total.kits) == (1, 50)
        assert {month: c.people for month, c in found.by("month").items()} == {
            "2026-10": 25, "2026-11": 40,
        }  # fmt: skip
        assert found.by("partner")[partner().name].people == 25
        assert found.by("language")["es"].people == 15
        assert found.by("course")["small"].people == 65

    def test_every_split_adds_up_to_the_same(self):
        found = self._filled()
        for what in ("month", "audience", "course", "language", "partner"):
            assert sum(c.people for c in found.by(what).values()) == found.total().people

    def test_what_is_published_hides_the_few(self):
        from beside.privacy.disclosure import CMS, Suppressed

        table = "people trained by month and audience"
        shown = published(self._filled(), CMS)
        assert isinstance(shown.cell(table, "2026-11", "school"), Suppressed)
        assert shown.cell(table, "*", "*") == 65
        assert isinstance(shown.cell(table, "2026-11", "community"), Suppressed)  # else 40 - 37
