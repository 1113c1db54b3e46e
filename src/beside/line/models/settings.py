"""What a coalition sets for its own line."""

from django.db import models


class RhythmSetting(models.Model):
    """One clock that differs from the default, in seconds."""

    name = models.CharField(max_length=24, primary_key=True)
    seconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.seconds} s"
