"""No wake-up for every act: the sealer looks each second, and seals what has gathered."""

from importlib import import_module

from django.db import migrations

_before = import_module("beside.kernel.migrations.0003_live_numbers_and_wakes")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_live_numbers_and_wakes")]

    operations = [migrations.RunSQL(_before.LET_IT_SLEEP, _before.WAKE_THE_SEALER)]
