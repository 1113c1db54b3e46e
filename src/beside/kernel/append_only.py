"""Tables to which one may only append: the database itself refuses the rest.

For migrations, in any room: `operations = [..., append_only.guard("supply_entry")]`.
"""

from django.db import migrations

_REFUSE = """
CREATE OR REPLACE FUNCTION beside_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: it is append-only', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def guard(table: str) -> migrations.RunSQL:
    """A migration step: from now on `table` refuses UPDATE, DELETE and TRUNCATE.

    A refusal reaches Python as django.db.IntegrityError.
    """
    return migrations.RunSQL(
        _REFUSE
        + f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION beside_append_only();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION beside_append_only();
""",
        f"""
DROP TRIGGER append_only_rows ON {table};
DROP TRIGGER append_only_all ON {table};
""",
    )
