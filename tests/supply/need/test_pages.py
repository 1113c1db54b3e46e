"""What planners do, over HTTP."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from beside.kernel import clock
from beside.kernel.models import Progress
from beside.supply.models import Allocation, Placement, PlanningNumber, PlanningTable
from beside.supply.services import planning
from tests import people
from tests.directory import town
from tests.supply.need import pages
from tests.supply.need.shared import (
    JEFFERSON,
    MADISON,
    OWSLEY,
    SURVEY,
    a_plan,
    a_search,
    a_table,
    give,
    planner,
    program,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    program()
    people.sign_in(client, planner())
    return client


def url(name, *words, **asked):
    tail = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(f"supply:{name}", args=words) + (f"?{tail}" if tail else "")


def text(answer):
    return answer.content.decode()


def rows(answer):
    """The rows of a CSV that was taken away."""
    import csv

    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def csv_file(words):
    return SimpleUploadedFile("list.csv", words.encode(), content_type="text/csv")


def test_every_page_opens(staff):
    for page in pages.pages():
        answer = staff.get(page.path)
        assert answer.status_code == 200, page.path


@pytest.mark.parametrize(
    "name", ["need", "need_numbers", "need_allocation", "need_placements", "need_gaps",
             "need_what_if"],
)  # fmt: skip
def test_every_page_opens_before_there_is_a_program(client, name):
    people.sign_in(client, people.person("program_manager"))

    answer = client.get(url(name))

    assert answer.status_code == 200
    assert "There is no program yet" in text(answer)


def test_need_is_shown_by_county_and_hidden_deaths_are_flagged(staff):
    give(240)

    answer = staff.get(url("need", sort="name"))

    lines = {line.row.area.code: line.row for line in answer.context["page"].lines}
    assert set(lines) == {MADISON, OWSLEY, JEFFERSON, "21067"}
    assert lines[MADISON].area.kits.total == 240
    assert lines[OWSLEY].area.deaths.is_hidden
    assert 0 < lines[OWSLEY].area.deaths.count < 10
    assert "estimated" in text(answer)


def test_the_sources_of_weights_are_shown_side_by_side(staff):
    give(100)
    staff.post(
        url("need_number", "others_pharmacy", program="kyhrc"),
        {"value": "10000", "source": "State board of pharmacy", "year": "2025"},
    )

    page = staff.get(url("need", weights="british_columbia")).context["page"]

    worth = [round(kits) for _name, kits, _met, _source in page.sources]
    assert worth == [10_100, 3_817, 342]
    assert page.whole.low < page.whole.high
    assert page.whole.chosen == pytest.approx(page.whole.low)


def test_no_forecast_is_above_the_ceiling(staff):
    give(240)
    page = staff.get(url("need")).context["page"]

    assert page.ceiling == pytest.approx(0.3957, abs=5e-5)
    assert page.whole.aimed.averted_share <= page.ceiling


def test_a_number_is_put_with_its_source_and_taken_back(staff):
    asked = {"value": "70", "source": "Vote of the board", "year": "2026"}
    staff.post(url("need_number", "target", program="kyhrc"), asked)
    assert staff.get(url("need")).context["page"].numbers.target == 0.7
    assert "Vote of the board" in text(staff.get(url("need_numbers")))

    staff.post(url("need_number_back", "target", program="kyhrc"))

    assert staff.get(url("need")).context["page"].numbers.target == 0.8


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "This field is required"),
        ({"value": "130"}, "out of bounds"),
        ({"low": "10"}, "Say both ends"),
        ({"low": "10", "high": "20"}, "outside its own range"),
    ],
)
def test_a_number_without_a_source_or_out_of_bounds_is_refused(staff, changes, said):
    asked = {"value": "70", "source": "Vote of the board", "year": "2026"} | changes

    answer = staff.post(url("need_number", "target", program="kyhrc"), asked)

    assert answer.status_code == 422
    assert said in text(answer)
    assert not PlanningNumber.objects.exists()


def test_deaths_a_county_knows_stand_in_place_of_the_estimate(staff):
    asked = {"value": "3", "low": "3", "high": "3", "source": "Coroner", "year": "2025"}
    staff.post(url("need_number", "deaths", program="kyhrc", area=OWSLEY), asked)

    lines = staff.get(url("need")).context["page"].lines

    owsley = next(line.row.area for line in lines if line.row.area.code == OWSLEY)
    assert (owsley.deaths.count, owsley.deaths.is_hidden) == (3, False)


def test_a_county_that_is_not_served_has_no_number(staff):
    assert staff.get(
        url("need_number", "deaths", program="kyhrc", area="21001")
    ).status_code == 404  # fmt: skip


def test_kits_are_divided_three_ways_on_one_page(staff):
    give(240)
    give(30, OWSLEY)

    page = staff.get(url("need_allocation", kits=5000, over="counties", floor=50)).context["page"]

    lines = {line.name: line for line in page.lines}
    assert sum(line.kits for line in page.lines) == 5000
    assert sum(line.proportional for line in page.lines) == 5000
    assert sum(line.now for line in page.lines) == 5000
    assert page.divided.best.forecast.deaths <= page.divided.proportional.forecast.deaths
    for line in page.lines:
        assert line.low <= line.kits <= line.high
        assert line.sentence
        assert line.kits >= line.proportional // 2
    assert lines["Owsley County"].is_shrunk


def test_floors_that_ask_for_too_much_are_said(staff):
    answer = staff.get(url("need_allocation", kits=100, over="counties", least=50))

    assert "The floors alone ask for" in text(answer)
    assert answer.context["page"].divided is None


def test_each_zip_area_and_each_site_can_be_divided_over(staff):
    give(240)
    give(30, OWSLEY)
    for over in ("zips", "sites"):
        page = staff.get(url("need_allocation", kits=2000, over=over)).context["page"]
        assert page.divided.best.kits == 2000, over
    assert {line.name for line in page.lines} == {f"Desk {MADISON}", f"Desk {OWSLEY}"}
    assert sorted(line.now for line in page.lines) == [222, 1778]


def test_a_plan_is_kept_adopted_printed_and_taken_away(staff):
    give(240)
    asked = {"kits": 5000, "over": "counties", "floor": 25, "program": "kyhrc"}
    staff.post(url("need_allocation_keep", **asked), {"name": "Next year"})
    plan = Allocation.objects.get()
    assert (plan.state, plan.kits, plan.places.count()) == ("draft", 5000, 4)
    assert {"weights", "deaths", "target"} <= {one["name"] for one in plan.rests_on}
    assert all(one["source"] and one["year"] for one in plan.rests_on if one["name"] != "own_kits")

    staff.post(url("need_plan_act", plan.pk, "adopt"))
    plan.refresh_from_db()
    assert plan.state == "adopted"
    assert "Jefferson County" in text(staff.get(url("need_plan_paper", plan.pk)))
    taken = rows(staff.get(url("need_plan_file", plan.pk, "csv")))
    assert sum(int(row[8]) for row in taken[1:]) == 5000
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(staff.get(url("need_plan_file", plan.pk, "xlsx")).content)
    )
    assert book.get_sheet_by_index(0).to_python()[0] == taken[0]


def test_one_plan_is_adopted_at_a_time(staff):
    first, second = a_plan(), a_plan("The year after")
    for plan in (first, second):
        staff.post(url("need_plan_act", plan.pk, "adopt"))

    first.refresh_from_db()
    assert first.state == "ended"
    assert "adopted" in text(staff.get(url("need_plan", second.pk)))


def test_an_adopted_plan_is_not_dropped(staff):
    plan = a_plan()
    staff.post(url("need_plan_act", plan.pk, "adopt"))
    staff.post(url("need_plan_act", plan.pk, "drop"))

    assert Allocation.objects.filter(pk=plan.pk).exists()


TABLE = "name,people_at_risk,deaths,least,most,now\nBerea,400,6,10,500,100\nIrvine,90,2.5,,,\n"
WHENCE = {"name": "Towns", "source": "Survey", "year": "2026"}


def test_a_table_of_ones_own_is_looked_at_first_and_divided_over(staff):
    where = url("need_table_new", program="kyhrc")
    answer = staff.post(where, WHENCE | {"file": csv_file(TABLE)})
    assert "2 places, no faults" in text(answer)
    assert not PlanningTable.objects.exists()

    answer = staff.post(where, {"packed": answer.context["page"].packed}, follow=True)

    page = answer.context["page"]
    assert {line.name: line.now for line in page.lines} == {"Berea": 100, "Irvine": 0}
    assert page.divided.best.kits == 100


def test_broken_rows_are_named_and_nothing_is_kept(staff):
    words = (
        "name,people_at_risk,deaths,least,most,now\nBerea,0,1,,,\nIrvine,90,x,,,\n"
        ",10,1,,,\nBerea,40,1,9,5,\nPaint Lick,40,50,,,\nWaco,40,1,,,1.5\n"
    )

    answer = staff.post(
        url("need_table_new", program="kyhrc"), WHENCE | {"file": csv_file(words)}
    )  # fmt: skip

    assert answer.status_code == 422
    faults = [(fault.row, fault.column) for fault in answer.context["page"].faults]
    assert faults == [(2, "people_at_risk"), (3, "deaths"), (4, "name"), (5, "most"),
                      (6, "deaths"), (7, "now")]  # fmt: skip
    assert not PlanningTable.objects.exists()


def test_a_plan_keeps_its_rows_when_its_table_is_dropped(staff):
    table = a_table()
    asked = {"kits": 300, "over": table.pk, "program": "kyhrc"}
    staff.post(url("need_allocation_keep", **asked), {"name": "Towns"})
    staff.post(url("need_table_drop", table.pk))

    plan = Allocation.objects.get()
    assert (plan.over, plan.places.count()) == ("table", 2)
    assert staff.get(url("need_plan", plan.pk)).status_code == 200


CANDIDATES = "name,latitude,longitude,zip\nLibrary,37.57,-84.30,\nClinic,,,40475\n"


def test_a_search_is_asked_for_and_waits_for_a_worker(staff):
    give(10)
    asked = {"name": "Next box", "how_many": "1", "by_way": "drive", "minutes": "15",
             "of": "deaths", "candidates": csv_file(CANDIDATES)}  # fmt: skip

    answer = staff.post(url("need_placements", program="kyhrc"), asked, follow=True)

    made = Placement.objects.get()
    assert (made.state, len(made.candidates), made.demand_is_own) == ("waiting", 2, False)
    assert made.reach_miles == pytest.approx(5.357)
    assert Progress.objects.get(pk=made.progress_id).state == "running"
    assert "Stop" in text(answer)


def test_faults_of_a_list_of_places_are_named(staff):
    words = "name,latitude,longitude,zip\nLibrary,97,-84.3,\nBoat,0,0,\nNowhere,,,00000\n,,,40475\n"
    asked = {"name": "Next box", "how_many": "1", "by_way": "walk", "minutes": "10",
             "of": "deaths", "candidates": csv_file(words)}  # fmt: skip

    answer = staff.post(url("need_placements", program="kyhrc"), asked)

    faults = [(fault.row, fault.column) for fault in answer.context["page"].faults]
    assert faults == [(2, "latitude"), (3, "latitude"), (4, "zip"), (5, "name")]
    assert not Placement.objects.exists()


def test_a_search_is_stopped_and_dropped(staff):
    made = a_search()
    staff.post(url("need_placement_act", made.pk, "stop"))
    made.refresh_from_db()
    assert made.state == "stopped"
    assert Progress.objects.get(pk=made.progress_id).cancel_asked

    staff.post(url("need_placement_act", made.pk, "drop"))
    assert not Placement.objects.exists()


def test_what_if_answers_the_same_question_the_same_way(staff):
    give(240)
    asked = {"community": 20000, "witnessed": 70, "on_the_line": 30}

    first, again = (staff.get(url("need_what_if", **asked)).context["page"] for _ in range(2))

    assert first.told == again.told
    answer = first.told.answer
    assert answer.deaths.low < answer.deaths.middle < answer.deaths.high
    assert first.curve.here.middle <= first.curve.ceiling


def whence(**said):
    return {"source": "Our own survey", "year": "2026"} | said


def test_what_if_draws_a_planners_own_number_in_place_of_the_published_one(staff):
    give(240)
    where = url("need_what_if", program="kyhrc", community=2000)
    before = staff.get(where).context["page"]
    put = url("need_number", "witnessed_public", program="kyhrc")
    staff.post(put, whence(value="95", low="90", high="99"))
    page = staff.get(where).context["page"]

    assert page.told.answer.base.ceiling > before.told.answer.base.ceiling
    assert page.form["witnessed"].value() == "61"
    assert [one.name for one in page.parameters if one.whose] == ["witnessed_public"]
    assert "Our own survey" in text(staff.get(where))


def test_a_number_that_cannot_go_with_the_others_is_refused(staff):
    put = url("need_number", "with_naloxone", program="kyhrc")
    answer = staff.post(put, whence(value="5"))

    assert answer.status_code == 422
    assert "naloxone would save nobody" in text(answer)
    assert not PlanningNumber.objects.exists()


def test_numbers_that_clash_are_told_and_can_still_be_changed(staff):
    """The coalition's number came after the program's: neither was wrong alone."""
    by, at = people.person("program_manager"), clock.now()
    for of, name, value in ((program(), "with_naloxone", 0.03), (None, "with_ems", 0.4)):
        planning.put_number(program=of, name=name, value=value, low=None, high=None,
                            whence=SURVEY, at=at, by=by)  # fmt: skip
    for name in ("need", "need_allocation", "need_gaps", "need_what_if"):
        answer = staff.get(url(name, program="kyhrc"))
        assert (answer.status_code, "do not go together" in text(answer)) == (409, True)
    assert staff.get(url("need_numbers", program="kyhrc")).status_code == 200


def test_more_people_beside_raise_the_ceiling_and_a_line_does_not(staff):
    def base(**asked):
        page = staff.get(url("need_what_if", community=2000, **asked)).context["page"]
        return page.told.answer.base

    plain, beside, line = base(), base(witnessed=80), base(on_the_line=50)

    assert beside.ceiling > plain.ceiling
    assert line.deaths < plain.deaths
    assert line.ceiling * line.without_kits <= plain.ceiling * plain.without_kits + 1e-6


def test_what_cannot_be_is_said_and_the_page_stands(staff):
    answer = staff.get(url("need_what_if", community="many", witnessed=170))

    assert answer.status_code == 422
    assert "What if" in text(answer)


def test_a_kind_of_help_that_nobody_lists_is_said_to_be_unknown(staff):
    town.place("Clinic", "methadone")

    said = text(staff.get(url("need_gaps", what="naltrexone")))
    listed = text(staff.get(url("need_gaps", what="methadone")))

    assert "Either nobody offers it, or nobody has told the directory." in said
    assert "Either nobody offers it" not in listed


def test_gaps_join_distance_with_deaths(staff):
    answer = staff.get(url("need_gaps", what="methadone", far=5, by="zip"))

    page = answer.context["page"]
    nothing_listed = [(listed, gap.share_of_people) for _name, listed, gap in page.totals]
    assert nothing_listed == [(0, 1.0)] * 4
    assert page.totals[0][2].deaths_partly_hidden
    assert page.hidden == 1
    assert "shrunk to what the state counted" in text(answer)


def test_lists_leave_as_files(staff):
    give(240)
    for name, words in (("need_file", "county"), ("need_gaps_file", "code")):
        assert rows(staff.get(url(name, "csv")))[0][0] == words
        assert staff.get(url(name, "xlsx")).status_code == 200
        assert staff.get(url(name, "pdf")).status_code == 404


def test_who_works_in_no_program_sees_what_may_be_published_and_keeps_nothing(client):
    give(240)
    give(3, OWSLEY)
    people.sign_in(client, people.person("epidemiologist"))

    page = client.get(url("need")).context["page"]

    kits = {line.row.area.code: (line.row.area.own.total, line.row.area.hides)
            for line in page.lines}  # fmt: skip
    assert kits[OWSLEY] == (0, True)
    assert not page.given.is_exact
    assert client.get(url("need_plan", a_plan().pk)).status_code == 404
    assert client.post(url("need_allocation_keep"), {"name": "x"}).status_code == 403
    assert client.get(url("need_placement", a_search().pk)).status_code == 404
    over_sites = client.get(url("need_allocation", kits=500, over="sites")).context["page"]
    assert all(line.now is None for line in over_sites.lines)


def test_nobody_sees_the_plans_of_a_program_they_do_not_work_for(client):
    plan = a_plan()
    people.sign_in(client, planner(slug="seky"))

    for name in ("need_plan", "need_plan_paper"):
        assert client.get(url(name, plan.pk)).status_code == 404
    assert client.post(url("need_plan_act", plan.pk, "adopt")).status_code == 404
