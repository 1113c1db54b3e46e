"""The courses that come with the software are whole, kind and easily read."""

import re

import pytest

from beside.design.words import stigma
from beside.design.words.reading import ease, grade
from beside.training import pictures, starting
from beside.training.core import prose
from beside.training.core.audiences import WORDS, Audience
from beside.training.core.content import digest, from_json, texts, to_json
from beside.training.core.missing import gaps
from beside.training.core.products import WORDS as PRODUCTS
from beside.training.core.products import Product

COURSES = {course.slug: course.content for course in starting.shipped()}
LESSONS = [(slug, name) for slug, content in COURSES.items() for name in content.lessons]


def test_every_audience_and_product_has_words():
    assert set(WORDS) == set(Audience)
    assert set(PRODUCTS) == set(Product)


@pytest.mark.parametrize("slug", COURSES)
def test_nothing_is_missing_in_either_language(slug):
    assert gaps(COURSES[slug], pictures.names()) == []


def test_every_audience_has_its_own_order_and_its_own_case():
    tracks = COURSES["overdose"].tracks

    assert set(tracks) == set(Audience)
    assert len({track.lessons for track in tracks.values()}) >= 5
    cases = [{q for q in track.questions if q.startswith("case_")} for track in tracks.values()]
    assert all(cases)
    assert sum(map(len, cases)) == len(set().union(*cases))


def test_every_lesson_and_question_is_gone_through_by_somebody():
    for content in COURSES.values():
        tracks = content.tracks.values()
        assert {name for track in tracks for name in track.lessons} == set(content.lessons)
        assert {name for track in tracks for name in track.questions} == set(content.questions)


def test_every_drawing_is_used_and_is_nothing_but_lines():
    shown = {
        block.name
        for content in COURSES.values()
        for lesson in content.lessons.values()
        for block in prose.pictures(lesson.body.en)
    }

    assert shown == pictures.names()
    for name in pictures.names():
        drawn = str(pictures.draw(name, "words"))
        assert not re.search(r"<script|style=|href|on\w+=|http", drawn)


@pytest.mark.parametrize(("slug", "name"), LESSONS)
def test_a_lesson_is_short_and_easily_read(slug, name):
    body = COURSES[slug].lessons[name].body
    english = re.split(r"(?<=[.?!:])\s+", prose.words(body.en))
    spanish = re.split(r"(?<=[.?!:])\s+", prose.words(body.es))

    assert len(prose.words(body.en).split()) <= 190
    assert grade(english) <= 6
    assert ease(spanish) >= 70


def test_no_word_that_hurts_stands_in_a_lesson():
    for content in COURSES.values():
        for where, said in texts(content):
            assert list(stigma.in_text(f"{said.en}\n{said.es}")) == [], where


def test_numbers_that_matter_are_the_same_in_both_languages():
    for content in COURSES.values():
        for where, said in texts(content):
            numbers = [sorted(re.findall(r"\d+(?:\.\d+)?", text)) for text in (said.en, said.es)]
            assert numbers[0] == numbers[1], where


def test_a_course_survives_being_kept():
    for content in COURSES.values():
        again = from_json(to_json(content))
        assert again == content
        assert digest(again) == digest(content)
