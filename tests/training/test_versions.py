"""Versions are for ever; drafts are written part by part and published whole."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from beside.training import queries, starting
from beside.training.core.content import Said, Track, from_json, to_json
from beside.training.models import Course, Draft, Version
from beside.training.services import drafts, versions
from tests import people
from tests.training.town import AT, TODAY, said, small, small_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def gloria():
    return people.person("coordinator")


def written(course="small", by=None, **changes) -> Draft:
    """A draft that says something new."""
    version = Course.objects.get(pk=course).current
    draft = drafts.begin(version=version, by=by, at=AT)
    title = changes.get("title", said("Small, again"))
    return drafts.say_course(
        draft=draft, title=title, summary=said("s"), minutes=4, by=by, at=AT
    )  # fmt: skip


def test_the_software_brings_its_courses_once():
    assert starting.fill(AT) == 2
    assert starting.fill(AT) == 0
    assert [course.slug for course in queries.offered()] == ["overdose", "spray"]


def test_a_published_version_is_refused_any_change():
    version = small_course()

    for change in (
        lambda: Version.objects.filter(pk=version.pk).update(number=7),
        lambda: Version.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_draft_becomes_the_next_version_and_the_first_can_be_returned_to(gloria):
    first = small_course()
    draft = written(by=gloria)
    second = versions.publish(course=first.course, turn=draft.turn, by=gloria, at=AT)

    assert (second.number, second.source) == (2, "staff")
    assert queries.offered_course("small").content.title.en == "Small, again"
    assert not Draft.objects.exists()

    assert versions.show(version=first, by=gloria, at=AT) == second
    assert queries.offered_course("small").content.title.en == "Small"
    with pytest.raises(versions.NothingNew):
        versions.show(version=first, by=gloria, at=AT)


def test_a_draft_that_lacks_something_is_not_published(gloria):
    version = small_course()
    draft = written(by=gloria, title=Said("Only English"))

    with pytest.raises(versions.NotWhole) as why:
        versions.publish(course=version.course, turn=draft.turn, by=gloria, at=AT)
    assert [(gap.where, gap.language) for gap in why.value.gaps] == [("course:title", "es")]
    assert Version.objects.count() == 1


def test_a_draft_changed_since_it_was_looked_at_is_not_published(gloria):
    version = small_course()
    draft = written(by=gloria)

    with pytest.raises(versions.Overtaken):
        versions.publish(course=version.course, turn=draft.turn - 1, by=gloria, at=AT)


def test_two_people_do_not_write_over_one_another(gloria):
    small_course()
    draft = written(by=gloria)
    mine, theirs = Draft.objects.get(pk=draft.pk), Draft.objects.get(pk=draft.pk)
    question = small().questions["helps"]
    drafts.say_question(draft=mine, slug="helps", question=question, by=gloria, at=AT)

    with pytest.raises(versions.Overtaken):
        drafts.say_question(draft=theirs, slug="helps", question=question, by=gloria, at=AT)


def test_a_draft_that_says_nothing_new_is_not_published(gloria):
    version = small_course()
    draft = drafts.begin(version=version, by=gloria, at=AT)

    with pytest.raises(versions.NothingNew):
        versions.publish(course=version.course, turn=draft.turn, by=gloria, at=AT)


def test_one_draft_is_written_at_a_time(gloria):
    version = small_course()
    drafts.begin(version=version, by=gloria, at=AT)

    with pytest.raises(versions.Overtaken):
        drafts.begin(version=version, by=gloria, at=AT)


def test_a_part_that_an_audience_goes_through_is_not_taken_out(gloria):
    small_course()
    draft = written(by=gloria)
    for drop, slug in ((drafts.drop_lesson, "wake"), (drafts.drop_question, "helps")):
        with pytest.raises(drafts.InUse):
            drop(draft=draft, slug=slug, by=gloria, at=AT)

    draft = drafts.order_track(draft=draft, audience="community", track=None, by=gloria, at=AT)
    drafts.drop_lesson(draft=draft, slug="wake", by=gloria, at=AT)
    assert from_json(Draft.objects.get().content).lessons == {}


def test_a_course_of_ones_own_begins_empty_and_can_be_thrown_away(gloria):
    draft = drafts.begin_course(slug="night", title=said("Night shift"), by=gloria, at=AT)
    with pytest.raises(versions.NotWhole):
        versions.publish(course=draft.course, turn=draft.turn, by=gloria, at=AT)
    with pytest.raises(versions.Overtaken):
        drafts.begin_course(slug="night", title=said("Again"), by=gloria, at=AT)

    drafts.discard(course=draft.course, by=gloria, at=AT)
    assert not Course.objects.exists()


def test_new_text_from_the_software_shows_unless_staff_wrote_their_own(gloria):
    small_course()
    newer = replace(small(), minutes=9)
    versions.bring_in_shipped(slug="small", order=1, content=newer, at=AT)
    assert queries.offered_course("small").version.number == 2

    draft = written(by=gloria)
    versions.publish(course=draft.course, turn=draft.turn, by=gloria, at=AT)
    newest = replace(small(), minutes=11)
    versions.bring_in_shipped(slug="small", order=1, content=newest, at=AT)
    assert queries.offered_course("small").version.number == 3
    assert Version.objects.count() == 4


def test_a_course_that_is_withdrawn_is_offered_to_nobody_until_it_is_shown_again(gloria):
    version = small_course()
    assert versions.withdraw(course=version.course, by=gloria, at=AT) == version
    assert queries.offered_course("small") is None

    versions.show(version=version, by=gloria, at=AT)
    assert queries.offered_course("small") is not None


def test_a_course_whose_review_day_has_passed_says_so_until_somebody_looks(gloria):
    version = small_course()
    later = date(2027, 2, 1)
    assert queries.due_for_review(TODAY) == []
    assert [course.slug for course in queries.due_for_review(later)] == ["small"]

    at = AT + timedelta(days=80)
    made = versions.review(
        version=version, on_date=later, next_date=date(2028, 2, 1), by=gloria, at=at
    )
    assert queries.due_for_review(later) == []
    versions.take_back_review(review=made, by=gloria, at=at)
    assert len(queries.due_for_review(later)) == 1


@pytest.mark.parametrize(
    ("on", "next_date"),
    [(TODAY, TODAY), (TODAY, TODAY + timedelta(days=2000)), (TODAY + timedelta(1), TODAY)],
)
def test_the_next_review_comes_after_this_one_and_within_three_years(gloria, on, next_date):
    with pytest.raises(versions.NotInThatOrder):
        versions.review(version=small_course(), on_date=on, next_date=next_date, by=gloria, at=AT)


def test_a_track_may_be_added_for_another_audience(gloria):
    small_course()
    draft = written(by=gloria)
    draft = drafts.order_track(
        draft=draft, audience="school", track=Track(("wake",), ("helps",)), by=gloria, at=AT
    )
    assert set(from_json(draft.content).tracks) == {"community", "school"}
    assert to_json(from_json(draft.content)) == draft.content
