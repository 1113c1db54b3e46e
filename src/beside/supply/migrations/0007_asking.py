"""What was asked, offered and agreed, and the cap of a program."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

WHY = ["as_asked", "for_others", "more", "cap", "stock", "beyond"]
BEYOND = ["many_people", "far_away", "bad_batch", "closed_days", "other", "unsaid"]


def _negotiated(model):
    """The same columns and the same two rules on each table."""
    person = models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to=settings.AUTH_USER_MODEL,
    )  # fmt: skip
    fields = {
        "kits_asked": models.PositiveSmallIntegerField(null=True),
        "knows_others": models.BooleanField(null=True),
        "kits_offered": models.PositiveSmallIntegerField(null=True),
        "kits_agreed": models.PositiveSmallIntegerField(null=True),
        "offer_why": models.CharField(
            blank=True, choices=[(one, one) for one in WHY], default="", max_length=12
        ),
        "beyond_why": models.CharField(
            blank=True, choices=[(one, one) for one in BEYOND], default="", max_length=12
        ),
        "beyond_by": person,
    }
    is_word = {"offer_why", "beyond_why"}
    added = [
        migrations.AddField(
            model_name=model, name=name, field=field, preserve_default=name not in is_word
        )
        for name, field in fields.items()
    ]
    rules = {
        "offer_says_why": Q(kits_offered=None, offer_why="")
        | Q(kits_offered__isnull=False) & ~Q(offer_why=""),
        "beyond_by_somebody": Q(beyond_why="", beyond_by=None)
        | Q(beyond_by__isnull=False) & ~Q(beyond_why=""),
    }
    return added + [
        migrations.AddConstraint(
            model_name=model,
            constraint=models.CheckConstraint(condition=rule, name=f"supply_{model}_{name}"),
        )
        for name, rule in rules.items()
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0006_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="peer_cap",
            field=models.PositiveSmallIntegerField(default=12),
        ),
        *_negotiated("encounter"),
        *_negotiated("request"),
        *_negotiated("reversal"),
    ]
