"""Real arguments for the doors of the room."""

from beside.kernel import clock, house
from beside.training.models import Batch, Completion, Course, Draft
from beside.training.services import versions
from tests.rules import samples
from tests.training import town


def course() -> str:
    """A course with a draft being written."""
    version = town.small_course()
    Draft.objects.get_or_create(
        course=version.course, defaults={"content": version.content, "changed_at": clock.now()}
    )
    return version.course_id


def completion() -> Completion:
    """Somebody completed it."""
    version = town.small_course()
    made, _ = Completion.objects.get_or_create(
        code="2222-2222",
        defaults={"version": version, "audience": "community", "language": "en",
                  "on_date": town.TODAY},
    )  # fmt: skip
    return made


@samples.of("training:course")
@samples.of("training:keep_course")
@samples.of("training:act_course")
@samples.of("training:draft")
@samples.of("training:act_draft")
@samples.of("training:about_course")
def _course():
    return {"course": course()}


@samples.of("training:track")
@samples.of("training:whole")
@samples.of("training:quiz")
@samples.of("training:finish")
@samples.of("training:order")
def _track():
    return {"course": course(), "audience": "community"}


@samples.of("training:lesson")
@samples.of("training:question")
def _lesson():
    return {"course": course(), "audience": "community", "number": 1}


@samples.of("training:done")
@samples.of("training:certificate")
def _code():
    return {"said": completion().code}


@samples.of("training:version")
@samples.of("training:act_version")
def _version():
    return {"course": course(), "number": 1}


@samples.of("training:edit_lesson")
def _edit_lesson():
    return {"course": course(), "part": "wake"}


@samples.of("training:edit_question")
def _edit_question():
    return {"course": course(), "part": "helps"}


@samples.of("training:take_back_review")
def _review():
    version, on = Course.objects.get(pk=course()).current, house.today(clock.now())
    review = versions.review(
        version=version, on_date=on, next_date=on.replace(year=on.year + 1), by=None,
        at=clock.now(),
    )  # fmt: skip
    return {"pk": review.pk}


@samples.of("training:session")
@samples.of("training:sheet")
@samples.of("training:act_session")
def _session():
    return {"pk": town.session(house.today(clock.now())).pk}


@samples.of("training:undo_import")
def _batch():
    return {"pk": Batch.objects.create(at=clock.now()).pk}


@samples.of("training:act_requirement")
def _requirement():
    return {"pk": town.required().pk}


@samples.of("training:export_sessions")
@samples.of("training:export_figures")
def _export():
    return {"kind": "csv"}
