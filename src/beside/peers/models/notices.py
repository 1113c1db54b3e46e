"""What peers noticed. Nobody signed it: a notice refers to no card."""

import uuid

from django.db import models

from beside.accounts.models import User
from beside.peers.core.noticed import Answer, What
from beside.peers.models.waiting import Point
from beside.supply.models import Place, Program


class Notice(models.Model):
    """What, where, in which hour; who on staff saw it and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=[(what.value, what.value) for what in What])
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    point = models.ForeignKey(Point, models.PROTECT, null=True, related_name="+")
    town = models.CharField(max_length=80, blank=True)  # as our own list of places writes it
    county_fips = models.CharField(max_length=5, blank=True)
    note = models.CharField(max_length=160, blank=True)  # refused if it looks like somebody
    noticed_hour = models.DateTimeField()
    told_again = models.BooleanField(default=False)
    deadline_at = models.DateTimeField(null=True)  # somebody should have looked by then
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(
        max_length=12, blank=True, choices=[(answer.value, answer.value) for answer in Answer]
    )

    class Meta:
        indexes = [
            models.Index(fields=["program", "noticed_hour"], name="peers_notice_of_program"),
            models.Index(
                fields=["deadline_at"], condition=models.Q(deadline_at__isnull=False),
                name="peers_notice_deadline",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)
