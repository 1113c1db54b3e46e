"""Live numbers in a row instead of a sequence; the sealer is woken by the queue's own trigger."""

from django.db import migrations, models

CARRY_THE_NUMBERS = """
INSERT INTO kernel_livenumbers (id, last, let_go)
SELECT 1, CASE WHEN is_called THEN last_value ELSE 0 END, coalesce(
    (SELECT min(seq) - 1 FROM kernel_liveevent),
    CASE WHEN is_called THEN last_value ELSE 0 END)
FROM kernel_live_seq
"""

WAKE_THE_SEALER = """
CREATE FUNCTION kernel_wake_the_sealer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('beside', 'acts');
    RETURN NULL;
END $$;
CREATE TRIGGER wake_the_sealer AFTER INSERT ON kernel_unsealedact
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_wake_the_sealer();
"""

LET_IT_SLEEP = """
DROP TRIGGER wake_the_sealer ON kernel_unsealedact;
DROP FUNCTION kernel_wake_the_sealer();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_transports")]

    operations = [
        migrations.CreateModel(
            name="LiveNumbers",
            fields=[
                (
                    "id",
                    models.SmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("last", models.BigIntegerField(default=0)),
                ("let_go", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="kernel_live_numbers_one_row"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("let_go__lte", models.F("last"))),
                        name="kernel_live_numbers_in_order",
                    ),
                ]
            },
        ),
        migrations.RunSQL(CARRY_THE_NUMBERS, migrations.RunSQL.noop),
        migrations.RunSQL("DROP SEQUENCE kernel_live_seq", "CREATE SEQUENCE kernel_live_seq"),
        migrations.RunSQL(WAKE_THE_SEALER, LET_IT_SLEEP),
    ]
