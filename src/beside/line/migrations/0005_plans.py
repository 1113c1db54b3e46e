from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('line', '0004_phone'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lookup', models.BinaryField(max_length=32, unique=True)),
                ('closed', models.BinaryField()),
                ('kept_on', models.DateField()),
                ('used_on', models.DateField(db_index=True)),
            ],
        ),
    ]
