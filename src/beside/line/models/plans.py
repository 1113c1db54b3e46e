"""What a returning caller keeps with us, and only they can read."""

from django.db import models


class Plan(models.Model):
    """Closed with words that are kept nowhere. Days alone, so that no moment is told."""

    lookup = models.BinaryField(max_length=32, unique=True)
    closed = models.BinaryField()
    kept_on = models.DateField()
    used_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"plan {self.pk}"
