import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# A row for each row an import made cost more than making it: now one for each table.
TOGETHER = """
insert into directory_made (batch_id, "table", keys)
select batch_id, "table", array_agg(row_id) from directory_change where before is null
group by batch_id, "table";
delete from directory_change where before is null;
"""
APART = """
insert into directory_change (batch_id, "table", row_id)
select batch_id, "table", unnest(keys) from directory_made;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Made',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=32)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='made', to='directory.batch')),
            ],
        ),
        migrations.RunSQL(TOGETHER, APART),
        migrations.AlterField(
            model_name='change',
            name='before',
            field=models.JSONField(),
        ),
    ]
