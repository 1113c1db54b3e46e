"""A session and what happens in it. All of it goes with the purge."""

from django.db import models
from django.db.models import F, Q

from beside.accounts.models import User
from beside.kernel import ids
from beside.line.core import ladder
from beside.line.core.rhythm import Route
from beside.line.core.session import Outcome, State

ENDED = State.ENDED.value


def _choices(names: type) -> list[tuple[str, str]]:
    return [(name.value, name.value) for name in names]  # type: ignore[attr-defined]


class Session(models.Model):
    """One person, from the moment they come until they are safe. The vault holds who and where."""

    class Way(models.TextChoices):
        TIMER = "timer"
        CHAT = "chat"
        BROWSER = "browser"  # voice in the browser
        PHONE = "phone"
        SMS = "sms"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    state = models.CharField(max_length=16, choices=_choices(State))
    deadline_at = models.DateTimeField(null=True)
    prompts = models.PositiveSmallIntegerField(default=0)  # since the person was last heard
    rung = models.PositiveSmallIntegerField(default=0)  # the rung that is being tried
    noted = models.PositiveIntegerField(default=0)  # lines on the timeline

    way = models.CharField(max_length=8, choices=Way.choices)
    came_by = models.CharField(max_length=8, choices=Way.choices)
    language = models.CharField(max_length=12, default="en")
    route = models.CharField(max_length=8, choices=_choices(Route), default=Route.OTHER)
    county_fips = models.CharField(max_length=5, blank=True)
    rhythm = models.JSONField(default=dict)  # copied when it opened
    is_practice = models.BooleanField(default=False)

    token_digest = models.BinaryField(max_length=32, null=True, unique=True)
    number_digest = models.BinaryField(max_length=32, null=True)  # keyed; to know an SMS or call
    particulars_id = models.UUIDField(null=True)  # sealed: where, numbers, what (vault)
    told_where = models.BooleanField(default=False, db_default=False)  # something leads to them
    call_id = models.CharField(max_length=64, blank=True)  # the carrier's name for the leg
    talk = models.CharField(max_length=12, blank=True)  # where a talk by keypad or SMS stands
    line_up = models.BooleanField(default=False)  # a voice leg or a browser is there
    dropped_at = models.DateTimeField(null=True)

    operator = models.ForeignKey(User, models.SET_NULL, null=True, related_name="line_sessions")
    wants_operator = models.BooleanField(default=False)
    is_ahead = models.BooleanField(default=False)  # lost its operator: before all who wait
    queued_at = models.DateTimeField(null=True)

    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)  # of the latest use
    heard_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    declared_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True, choices=_choices(Outcome))
    reason = models.CharField(max_length=24, blank=True)  # what the call was about, for the count
    purge_at = models.DateTimeField(null=True)
    wants_kits = models.BooleanField(default=False)  # said yes, afterwards
    wants_referral = models.BooleanField(default=False)

    objects: models.Manager["Session"] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ENDED, deadline_at=None, ended_at__isnull=False)
                | (~Q(state=ENDED) & Q(deadline_at__isnull=False, ended_at=None)),
                name="line_session_that_runs_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state=ENDED) | Q(purge_at__isnull=False),
                name="line_session_that_ended_will_be_purged",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "dispatched", "helped"])
                | Q(released_at__isnull=False),
                name="line_session_released_has_moment",
            ),
            models.UniqueConstraint(
                fields=["number_digest"],
                condition=~Q(state=ENDED),
                name="line_session_one_open_for_a_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"], name="line_session_due", condition=~Q(state=ENDED)
            ),
            models.Index(F("purge_at"), name="line_session_purge", condition=Q(state=ENDED)),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"


class Moment(models.Model):
    """One line of a session's timeline, numbered without gaps. Ids and slugs alone."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="moments")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    what = models.CharField(max_length=40)
    state = models.CharField(max_length=16, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="line_moment_number")
        ]
        ordering = ["session", "number"]

    def __str__(self) -> str:
        return f"{self.what} {self.session_id}"


class Rung(models.Model):
    """One rung of a session's ladder; names and numbers are in the session's particulars."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=_choices(ladder.Kind))
    seconds = models.PositiveSmallIntegerField()
    tested_at = models.DateTimeField(null=True)  # the contact could be reached when armed
    tested_digest = models.BinaryField(max_length=32, null=True)  # keyed; of the number tested
    fault = models.CharField(max_length=24, blank=True)  # why it could not: opted_out, bad_number
    tried_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    token_digest = models.BinaryField(max_length=32, null=True, unique=True)  # the link they get

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="line_rung_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="line_rung_from_one"),
        ]
        ordering = ["session", "position"]

    def __str__(self) -> str:
        return f"rung {self.position} of {self.session_id}"


class Attempt(models.Model):
    """One try to reach somebody, and what came of it."""

    class Target(models.TextChoices):
        CALLER = "caller"
        PERSON = "person"
        RESPONDER = "responder"
        ON_CALL = "on_call"
        RELAY = "relay"
        PSAP = "psap"  # an emergency centre: only ever with a person's id
        SERVICE = "service"  # 988 or a partner line, by a warm transfer

    session = models.ForeignKey(Session, models.CASCADE, related_name="attempts")
    rung = models.ForeignKey(Rung, models.CASCADE, null=True, related_name="attempts")
    target = models.CharField(max_length=10, choices=Target.choices)
    way = models.CharField(max_length=8)  # sms, voice, by_hand
    whom = models.CharField(max_length=56, blank=True)  # "rung:1", "operator:7": never a number
    why = models.CharField(max_length=12, blank=True)  # prompt, veto, help, stand_down, test …
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    carrier_id = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=24, blank=True)  # "" while it rings
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(target="psap") | Q(placed_by__isnull=False),
                name="line_no_machine_dials_an_emergency_number",
            ),
        ]
        indexes = [models.Index(fields=["carrier_id"], name="line_attempt_carrier")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"attempt {self.pk} of {self.session_id}"


class Message(models.Model):
    """One line of a chat; its words are sealed."""

    class Side(models.TextChoices):
        CALLER = "caller"
        OPERATOR = "operator"
        LINE = "line"  # the machine, in fixed words

    session = models.ForeignKey(Session, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    sealed_id = models.UUIDField(null=True)
    slug = models.CharField(max_length=40, blank=True)  # of the machine's fixed words
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="line_message_number")
        ]
        ordering = ["session", "number"]

    def __str__(self) -> str:
        return f"message {self.number} of {self.session_id}"


class Signal(models.Model):
    """What two browsers must tell each other to speak: relayed addresses alone, never their own."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="signals")
    side = models.CharField(max_length=8, choices=Message.Side.choices)
    kind = models.CharField(max_length=12)  # offer, answer, candidate, bye
    body = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.session_id}"
