"""What the database itself holds of the ledger: every movement balances, every sum is kept.

For the migration. Entries of one movement are written in one statement; after it the
trigger refuses a movement that does not sum to nought for each lot, makes the balances
that are not there yet, locks those it touches in one order (so that two writers never
wait for each other in a circle), and only then adds to them: a balance that another
writer makes in between is waited for and added to, never lost. The constraint on the
balances refuses what would go below nought.
"""

from django.db import migrations

from beside.supply.core.places import BOUNDLESS

_KEEP = """
CREATE FUNCTION supply_keep_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM supply_entry
        WHERE movement_id IN (SELECT movement_id FROM fresh)
        GROUP BY movement_id, lot_id HAVING sum(units) <> 0
    ) THEN
        RAISE EXCEPTION 'a movement does not balance' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO supply_balance (place_id, lot_id, units, is_boundless)
    SELECT DISTINCT f.place_id, f.lot_id, 0, p.kind IN (BOUNDLESS)
    FROM fresh f JOIN supply_place p ON p.id = f.place_id
    WHERE NOT EXISTS (
        SELECT FROM supply_balance b WHERE b.place_id = f.place_id AND b.lot_id = f.lot_id
    )
    ORDER BY f.place_id, f.lot_id
    ON CONFLICT (place_id, lot_id) DO NOTHING;
    PERFORM FROM supply_balance b
    WHERE (b.place_id, b.lot_id) IN (SELECT place_id, lot_id FROM fresh)
    ORDER BY b.place_id, b.lot_id FOR UPDATE;
    WITH sums AS (SELECT place_id, lot_id, sum(units) AS units FROM fresh GROUP BY 1, 2)
    UPDATE supply_balance b SET units = b.units + sums.units FROM sums
    WHERE b.place_id = sums.place_id AND b.lot_id = sums.lot_id AND sums.units <> 0;
    RETURN NULL;
END $$;

CREATE TRIGGER supply_keep_balances AFTER INSERT ON supply_entry
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION supply_keep_balances();
"""

_LEAVE = """
DROP TRIGGER supply_keep_balances ON supply_entry;
DROP FUNCTION supply_keep_balances();
"""


def keep() -> migrations.RunSQL:
    """The migration step."""
    kinds = ", ".join(f"'{kind.value}'" for kind in BOUNDLESS)
    return migrations.RunSQL(_KEEP.replace("BOUNDLESS", kinds), _LEAVE)
