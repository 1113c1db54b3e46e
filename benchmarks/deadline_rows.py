"""The promises of kernel_deadlines: a table of its own, found as rooms find theirs.

Import it only after Django is set up.
"""

from django.db import models

TABLE = """
CREATE TABLE bench_promise (
    id bigint PRIMARY KEY, state text NOT NULL, deadline_at timestamptz NOT NULL);
CREATE INDEX bench_promise_next ON bench_promise (deadline_at) WHERE state = 'armed';
"""


class Promise(models.Model):
    """Something that must happen at `deadline_at`."""

    id = models.BigIntegerField(primary_key=True)
    state = models.TextField()
    deadline_at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
        managed = False
        db_table = "bench_promise"

    def __str__(self) -> str:
        return f"promise {self.pk}"
