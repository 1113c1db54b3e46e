from itertools import groupby
from types import SimpleNamespace

import pytest

from beside.design import navigation


@pytest.fixture
def menu(monkeypatch):
    monkeypatch.setattr(navigation, "_links", {})
    return navigation


def test_links_stand_in_their_order(menu):
    menu.public("b", "B", "about", order=2)
    menu.public("a", "A", "about", order=1)

    assert [link.label for link in menu.standing("card")] == ["A", "B"]


def test_a_single_place_is_given_once(menu):
    menu.public("finder", "Find", "about", slot="finder")

    with pytest.raises(menu.SlotTaken):
        menu.public("other", "Find", "about", slot="finder")
    menu.public("finder", "Find again", "about", slot="finder")

    assert menu.single("finder").label == "Find again"


def test_a_link_to_nowhere_is_left_out_and_logged(menu, caplog):
    menu.public("lost", "Lost", "nowhere:at_all")

    assert menu.standing("card") == []
    assert "nowhere:at_all" in caplog.text


def test_staff_see_what_they_may_open(menu):
    menu.staff("open", "Open", "about")
    menu.staff("shut", "Shut", "about", permission="directory.edit")
    menu.action("write", "Write", "about")
    editor = SimpleNamespace(has_permission=lambda name: name == "directory.edit")

    assert [link.name for link in menu.staff_links(SimpleNamespace())] == ["open"]
    assert [link.name for link in menu.staff_links(editor)] == ["open", "shut"]
    assert [link.name for link in menu.staff_links(editor, hidden=True)] == [
        "open",
        "shut",
        "write",
    ]


def test_a_page_stands_under_its_own_link_and_the_front_page_under_none_but_itself(menu, rf):
    from beside.design.house import House

    menu.staff("front", "Start", "staff_home", order=0)
    menu.staff("courses", "Courses", "training:desk", order=2)

    def here(path):
        request = rf.get(path)
        request.user = SimpleNamespace(is_authenticated=True)
        link = House(request).here
        return link and link.name

    assert here("/en/staff/") == "front"
    assert here("/en/staff/training/courses/new/") == "courses"
    assert here("/en/staff/supply/agency/events/") is None


def test_the_menu_follows_the_day():
    """What is done today, what it adds up to, what is set once; rooms stay together."""
    every = [one for one in navigation.every_link() if one.slot == "staff" and not one.hidden]
    links = sorted(every, key=lambda one: one.order)
    rooms = [room for room, _ in groupby(one.group for one in links if one.group)]
    assert len(rooms) == len(set(rooms))
    supply = [one.name for one in links if one.group == "supply"]
    assert supply.index("packing") < supply.index("stock") < supply.index("supply_used")
    assert supply.index("supply_used") < supply.index("programs") < supply.index("packing_keys")


def test_every_page_of_the_menu_says_what_it_is_for_under_a_heading():
    every = [one for one in navigation.every_link() if one.slot == "staff" and not one.hidden]
    bare = [one.name for one in every if not (one.note and one.heading)]
    assert bare == ["staff_home"]


def test_every_link_of_the_house_leads_somewhere():
    lost = [link.url_name for link in navigation.every_link() if not link.stands]
    assert lost == []
