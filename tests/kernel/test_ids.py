"""Identifiers are in order; codes survive being read aloud, written on a hand and typed."""

import itertools
import re
import threading
import time

import pytest

from beside.kernel import codes, ids, record, word_codes
from beside.kernel.codes import NotACode
from beside.kernel.detail import NotForTheRecord


def test_each_identifier_is_larger_than_the_last():
    made = [ids.uuid7() for _ in range(20_000)]

    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}


def test_identifiers_of_many_threads_are_all_different():
    made: list[object] = []
    threads = [
        threading.Thread(target=lambda: made.extend(ids.uuid7() for _ in range(2000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 8000


def test_identifiers_go_on_rising_when_the_clock_is_stepped_back(monkeypatch):
    before = ids.uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)

    assert ids.uuid7() > before


def test_an_identifier_tells_its_millisecond():
    before = time.time_ns() // 1_000_000
    made = ids.uuid7()

    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_a_code_has_no_character_that_is_taken_for_another():
    for alike in ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert len(set(alike) & set(codes.ALPHABET)) <= 1
    assert not set("AEIOU") & set(codes.ALPHABET)


def test_every_wrong_character_is_caught():
    code = codes.make().replace("-", "")
    for place, letter in itertools.product(range(8), codes.ALPHABET):
        if letter != code[place]:
            with pytest.raises(NotACode):
                codes.parse(code[:place] + letter + code[place + 1 :])


def test_every_exchange_of_neighbours_is_caught():
    for _ in range(200):
        code = codes.make(12).replace("-", "")
        for place in range(11):
            exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if exchanged != code:
                with pytest.raises(NotACode):
                    codes.parse(exchanged, 12)


def test_a_code_is_known_however_it_is_typed():
    code = codes.make()

    typed = f"  {code.lower().replace('-', ' ').replace('5', 's').replace('8', 'b')}. "
    assert codes.parse(typed) == code


def slips(word: str) -> list[str]:
    """Every way to slip once: a letter wrong, missing, too many, two exchanged."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    wrong = [a + letter + b[1:] for a, b in cuts if b for letter in "aeqz"]
    missing = [a + b[1:] for a, b in cuts if b]
    many = [a + letter + b for a, b in cuts for letter in "aeqz"]
    exchanged = [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
    return [*wrong, *missing, *many, *exchanged]


@pytest.mark.parametrize("language", word_codes.LANGUAGES)
def test_there_are_256_short_words_and_none_in_both_languages(language):
    words = word_codes.listed(language)

    assert len(set(words)) == word_codes.SIZE
    assert max(map(len, words)) <= 8
    assert not set(word_codes.listed("en")) & set(word_codes.listed("es"))


@pytest.mark.parametrize("language", word_codes.LANGUAGES)
def test_words_differ_so_much_that_one_slip_never_makes_two_of_them_alike(language):
    seen: dict[str, str] = {}
    for word in word_codes._places(language):
        for slip in {word, *slips(word)}:
            assert seen.setdefault(slip, word) == word


@pytest.mark.parametrize("language", word_codes.LANGUAGES)
def test_a_code_is_said_and_understood_in_each_language(language):
    number = word_codes.make()

    assert word_codes.parse(word_codes.say(number, language)) == number


def test_three_words_are_known_however_they_are_typed():
    number = word_codes.make()
    first, second, third = word_codes.say(number, "es").upper().split()

    assert word_codes.parse(f" {first}-{second},  {third}.") == number
    assert word_codes.parse(word_codes._bare(f"{first} {second} {third}")) == number


def test_one_slip_in_each_word_is_mended():
    number = word_codes.make()
    words = word_codes.say(number, "en").split()

    assert word_codes.parse(" ".join(word[1] + word[0] + word[2:] for word in words)) == number
    assert word_codes.parse(" ".join(word[:-1] for word in words)) == number


@pytest.mark.parametrize("said", ["", "one two", "quux quux quux", "a b c d"])
def test_what_is_no_code_is_refused(said):
    with pytest.raises(NotACode):
        word_codes.parse(said)


@pytest.mark.django_db
def test_a_three_word_code_does_not_get_into_the_record():
    code = word_codes._bare(word_codes.say(word_codes.make(), "en")).replace(" ", "-")
    assert re.fullmatch(r"[a-z-]+", code)

    with pytest.raises(NotForTheRecord):
        record.act("code_used", on=("supply.order", 1), at=None, detail={"code": code})
