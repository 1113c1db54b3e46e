from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("peers", "0001_cards_bags_sums")]

    operations = [
        migrations.AddField(
            model_name="tally", name="reversals", field=models.PositiveIntegerField(default=0)
        ),
    ]
