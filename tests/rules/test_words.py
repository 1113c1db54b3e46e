"""The house's words: kind ones, in two languages, everywhere."""

import pytest

from beside.design.words import book, faults, gather, stigma
from tests.rules import house


@pytest.mark.parametrize("part", ["src", "docs", "tests"])
def test_no_word_that_hurts_stands_anywhere(part):
    assert [str(hit) for hit in stigma.in_folder(house.CHECKOUT / part)] == []


@pytest.mark.parametrize("room", gather.rooms())
def test_everything_is_said_in_spanish_too(room):
    catalogue = book.read(book.path_of(room))
    assert [str(fault) for fault in faults.in_room(room, catalogue, gather.said_in(room))] == []


def test_rooms_do_not_translate_the_same_english_differently():
    catalogues = {room: book.read(book.path_of(room)) for room in gather.rooms()}
    assert [str(fault) for fault in faults.quarrels(catalogues)] == []
