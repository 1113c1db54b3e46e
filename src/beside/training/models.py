"""Courses, their versions and drafts, completions, group sessions, requirements."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from beside.kernel import clock, ids
from beside.partners.models import Partner
from beside.training.core.audiences import Audience
from beside.training.core.products import Product
from beside.training.core.sessions import State


class Course(models.Model):
    """One course. `current` is the version that people see; None while it is not offered."""

    slug = models.SlugField(primary_key=True, max_length=40)
    current = models.ForeignKey(
        "training.Version", models.PROTECT, null=True, related_name="current_of"
    )
    order = models.PositiveSmallIntegerField(default=100)

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """What was published, once and for ever: the database refuses to change it.

    `source` is "house" for what came with the software, "staff" for what was written here.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=8, choices=[("house", "house"), ("staff", "staff")])
    published_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="versions_are_numbered"),
            models.UniqueConstraint(fields=["course", "digest"], name="no_version_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.number}"


class Draft(models.Model):
    """The next version of a course, while it is being written. `turn` counts the changes."""

    course = models.OneToOneField(Course, models.CASCADE, primary_key=True, related_name="draft")
    content = models.JSONField()
    turn = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.course_id


class Review(models.Model):
    """Somebody looked a version over and found it still right, until a next day."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="reviews")
    on_date = models.DateField()
    next_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_date__gt=F("on_date")), name="next_review_comes_later"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Completion(models.Model):
    """Somebody completed a course: a code and a day, and nothing about who they are.

    The key is drawn at random, so that no order tells the hour. After a while the code
    goes (`retention`), and what remains is a count.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=9, unique=True, null=True)
    version = models.ForeignKey(Version, models.PROTECT, related_name="completions")
    audience = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Audience])
    language = models.CharField(max_length=2)
    on_date = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=[a.value for a in Audience]),
                name="completion_audience_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Batch(models.Model):
    """One list of sessions that was brought in; undone as a whole."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class GroupSession(models.Model):
    """A course held for a group: counts only, and one code that everyone in it may use."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    on_date = models.DateField(db_index=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="training_sessions")
    version = models.ForeignKey(Version, models.PROTECT, related_name="sessions")
    audience = models.CharField(max_length=12, choices=[(a.value, a.value) for a in Audience])
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State])
    people = models.PositiveIntegerField(null=True)
    kits = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=9, unique=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="sessions")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[s.value for s in State], audience__in=[a.value for a in Audience]
                ),
                name="session_words_are_known",
            ),
            models.CheckConstraint(
                condition=Q(state="held", people__gte=1) | (~Q(state="held") & Q(people=None)),
                name="a_held_session_has_people",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Requirement(models.Model):
    """A course is required: by a state, or by a partner's own programme, as cited."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="requirements")
    state = models.CharField(max_length=2, blank=True)
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, related_name="+")
    product = models.CharField(
        max_length=12, blank=True, choices=[(p.value, p.value) for p in Product]
    )
    lasts_days = models.PositiveIntegerField(null=True)
    least_version = models.PositiveIntegerField(default=1)
    citation = models.CharField(max_length=400)
    source_url = models.URLField(max_length=400, blank=True)
    as_of_date = models.DateField()
    next_review_date = models.DateField()
    since_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="") & Q(partner__isnull=False))
                | (~Q(state="") & Q(partner=None)),
                name="required_by_a_state_or_a_partner",
            ),
            models.CheckConstraint(condition=~Q(citation=""), name="a_requirement_is_cited"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
