from itertools import product

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from beside.privacy import disclosure
from beside.privacy.disclosure import ALL, CMS, Dimension, Policy, Published, Suppressed, Table
from beside.privacy.templatetags.privacy import NotReleased
from tests.privacy.attacker import possible_tables, recovered

SEX = Dimension.flat("sex", ["F", "M"])
AGE = Dimension.flat("age", ["young", "old"])
COUNTIES = Dimension(
    "place",
    {"KY": ALL, "OH": ALL, "Estill": "KY", "Powell": "KY", "Lee": "KY", "Scioto": "OH",
     "Adams": "OH", "Pike": "OH"},
)  # fmt: skip
COUNTS = st.sampled_from([0, 0, 1, 2, 3, 7, 10, 11, 12, 19, 40, 250])


def a_table(name, *dimensions, counts):
    return Table(name, dimensions, counts)


@st.composite
def tables(draw, name="deaths", most=5):
    rows = Dimension.flat("row", [f"r{n}" for n in range(draw(st.integers(1, most)))])
    columns = Dimension.flat("column", [f"c{n}" for n in range(draw(st.integers(1, most)))])
    places = product(rows.parents, columns.parents)
    return Table(name, (rows, columns), {place: draw(COUNTS) for place in places})


def test_small_counts_are_hidden_and_noughts_and_large_ones_show():
    table = a_table("t", AGE, SEX, counts={("young", "F"): 3, ("old", "M"): 7, ("old", "F"): 90,
                                           ("young", "M"): 80})  # fmt: skip
    cells = disclosure.release([table], CMS).tables["t"]

    assert isinstance(cells["young", "F"], Suppressed)
    assert isinstance(cells["old", "M"], Suppressed)
    assert cells[ALL, ALL] == 180


def test_a_hidden_count_cannot_be_had_by_subtracting():
    table = a_table("t", SEX, counts={("F",): 4, ("M",): 60})
    published = disclosure.release([table], CMS)

    assert isinstance(published.cell("t", "F"), Suppressed)
    assert recovered([([table], published)]) == {}


def test_two_hidden_ones_that_add_up_to_two_are_not_given_away():
    counts = {("F",): 1, ("M",): 1, ("X",): 50}
    table = a_table("t", Dimension.flat("sex", ["F", "M", "X"]), counts=counts)

    assert recovered([([table], disclosure.release([table], CMS))]) == {}


def test_saying_fewer_than_must_not_give_a_count_away():
    """Two counts below 11 that add up to 20 can only be ten and ten."""
    counts = {("F",): 10, ("M",): 10, ("X",): 50}
    table = a_table("t", Dimension.flat("sex", ["F", "M", "X"]), counts=counts)
    published = disclosure.release([table], CMS)

    assert published.cell("t", "F") == Suppressed(None)
    assert recovered([([table], published)]) == {}


def test_fewer_than_is_said_where_it_is_true_of_all_and_gives_nothing_away():
    counts = {("F",): 4, ("M",): 6, ("X",): 50}
    table = a_table("t", Dimension.flat("sex", ["F", "M", "X"]), counts=counts)

    assert disclosure.release([table], CMS).cell("t", "F") == Suppressed(11)


def test_a_number_that_stands_alone_is_shown_or_called_small():
    assert disclosure.release_count(40, CMS) == 40
    assert disclosure.release_count(0, CMS) == 0
    assert disclosure.release_count(10, CMS) == Suppressed(11)


@settings(max_examples=20, deadline=None)
@given(table=tables())
def test_no_hidden_count_can_be_computed_from_a_table(table):
    published = disclosure.release([table], CMS)

    assert recovered([([table], published)]) == {}


@settings(max_examples=20, deadline=None)
@given(table=tables(most=4))
def test_what_is_hidden_is_never_nought_and_what_shows_is_true(table):
    cells = disclosure.release([table], CMS).tables["deaths"]

    for place, count in table.totals().items():
        cell = cells[place]
        if 1 <= count <= 10:
            assert isinstance(cell, Suppressed)
        elif isinstance(cell, Suppressed):
            assert count > 10
            assert cell.fewer_than is None
        else:
            assert cell == count


@settings(max_examples=30, deadline=None)
@given(counts=st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_counting_every_possible_table_finds_enough_values_for_each_hidden_cell(counts):
    """No solver here: every table that looks like the published one is written out."""
    rows, columns = ["a", "b"], ["x", "y"]
    policy = Policy(threshold=3, zeros_show=True, possible_values=3)
    dimensions = (Dimension.flat("row", rows), Dimension.flat("column", columns))
    table = Table("t", dimensions, dict(zip(product(rows, columns), counts, strict=True)))
    published = disclosure.release([table], policy)

    seen = list(possible_tables(rows, columns, published, "t", ceiling=9))

    for place in product(rows, columns):
        if isinstance(published.cell("t", *place), Suppressed):
            assert len({guess[place] for guess in seen}) >= 3


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_tables_of_one_release_are_protected_together(data):
    places = [place for place, parent in COUNTIES.parents.items() if parent != ALL]
    people = {key: data.draw(COUNTS) for key in product(places, AGE.parents, SEX.parents)}
    by_sex = a_table("by sex", COUNTIES, SEX, counts=_summed(people, 0, 2))
    by_age = a_table("by age", COUNTIES, AGE, counts=_summed(people, 0, 1))

    published = disclosure.release([by_sex, by_age], CMS)

    assert recovered([([by_sex, by_age], published)]) == {}


def _summed(people, *axes):
    totals = {}
    for key, count in people.items():
        kept = tuple(key[axis] for axis in axes)
        totals[kept] = totals.get(kept, 0) + count
    return totals


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_later_release_does_not_undo_an_earlier_one(data):
    places = [place for place, parent in COUNTIES.parents.items() if parent != ALL]
    people = {key: data.draw(COUNTS) for key in product(places, AGE.parents, SEX.parents)}
    first = a_table("by sex", COUNTIES, SEX, counts=_summed(people, 0, 2))
    second = a_table("by age", COUNTIES, AGE, counts=_summed(people, 0, 1))
    before = disclosure.release([first], CMS)

    try:
        after = disclosure.release([second], CMS, earlier=[before])
    except disclosure.CannotProtect:
        return

    assert recovered([([first], before), ([second], after)]) == {}


def test_releases_that_build_on_each_other_keep_one_policy():
    loose = Policy(threshold=5, zeros_show=True, possible_values=2)
    table = a_table("t", SEX, counts={("F",): 7, ("M",): 60})
    with pytest.raises(disclosure.PoliciesDiffer):
        disclosure.release([table], CMS, earlier=[disclosure.release([table], loose)])


def test_what_earlier_totals_give_away_cannot_be_protected():
    """Twelve women and twelve old people are known: the old women are one to eleven."""
    wary = Policy(threshold=11, zeros_show=True, possible_values=30)
    sexes = a_table("sexes", SEX, counts={("F",): 12, ("M",): 50})
    ages = a_table("ages", AGE, counts={("old",): 12, ("young",): 50})
    both = a_table("both", SEX, AGE, counts={("F", "old"): 2, ("F", "young"): 10,
                                             ("M", "old"): 10, ("M", "young"): 40})  # fmt: skip
    before = disclosure.release([sexes, ages], wary)
    assert before.cell("sexes", "F") == 12

    with pytest.raises(disclosure.CannotProtect):
        disclosure.release([both], wary, earlier=[before])


def test_tables_that_count_one_cell_differently_are_refused():
    with pytest.raises(disclosure.Disagree):
        disclosure.release(
            [a_table("a", SEX, counts={("F",): 40}), a_table("b", AGE, counts={("old",): 41})], CMS
        )


def test_a_count_in_no_cell_is_refused():
    with pytest.raises(disclosure.NotATable):
        disclosure.release([a_table("a", SEX, counts={("?",): 40})], CMS)


def test_renaming_the_counties_changes_nothing():
    counts = {("Estill", "F"): 3, ("Powell", "F"): 40, ("Lee", "M"): 12, ("Pike", "M"): 99}
    new = {name: name.upper() for name in COUNTIES.parents}
    renamed = Dimension("place", {new[c]: new.get(p, p) for c, p in COUNTIES.parents.items()})

    before = disclosure.release([a_table("t", COUNTIES, SEX, counts=counts)], CMS).tables["t"]
    upper = {(new[place], sex): count for (place, sex), count in counts.items()}
    after = disclosure.release([a_table("t", renamed, SEX, counts=upper)], CMS).tables["t"]

    assert {(new.get(p, p), s): cell for (p, s), cell in before.items()} == after


def test_a_share_of_a_hidden_count_is_hidden():
    table = a_table("t", Dimension.flat("sex", ["F", "M", "X"]),
                    counts={("F",): 4, ("M",): 6, ("X",): 50})  # fmt: skip
    published = disclosure.release([table], CMS)

    assert published.share("t", ("X",), (ALL,)) == pytest.approx(50 / 60)
    assert isinstance(published.share("t", ("F",), (ALL,)), Suppressed)


def test_where_noughts_may_not_show_they_are_hidden_too():
    policy = Policy(threshold=5, zeros_show=False, possible_values=3)
    table = a_table("t", Dimension.flat("sex", ["F", "M", "X"]),
                    counts={("F",): 0, ("M",): 6, ("X",): 50})  # fmt: skip
    published = disclosure.release([table], policy)

    assert isinstance(published.cell("t", "F"), Suppressed)
    assert recovered([([table], published)], least=0) == {}


def test_nobody_but_a_release_makes_a_publishable_table():
    with pytest.raises(TypeError):
        Published({}, CMS, (), None, object())


def test_a_hidden_count_is_not_used_as_a_number():
    with pytest.raises(TypeError):
        bool(Suppressed(11))
    with pytest.raises(TypeError):
        Suppressed(11) + 1


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (disclosure.Shown(1240), "1,240"),
        (disclosure.Shown(0), "0"),
        (Suppressed(11), "fewer than 11"),
        (Suppressed(), "not shown"),
    ],
)
def test_pages_say_what_may_be_said(cell, said):
    page = Template("{% load privacy %}{% published cell %}")

    assert page.render(Context({"cell": cell})) == said


def test_a_page_refuses_a_count_that_was_not_released():
    page = Template("{% load privacy %}{% published cell %}")

    with pytest.raises(NotReleased):
        page.render(Context({"cell": 7}))
