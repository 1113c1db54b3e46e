"""What `beside doctor` looks at in this room."""

import stat
from collections.abc import Iterator
from datetime import datetime

from beside.kernel import doctor
from beside.kernel.doctor.findings import Finding, bad, fine, warn
from beside.privacy import keys, queries
from beside.privacy.adapters.files import FileKeyStore
from beside.privacy.models import Span
from beside.privacy.ports import KeyStoreDown


@doctor.check("what is kept", needs=doctor.Needs.DATABASE)
def retention_is_carried_out(at: datetime) -> Iterator[Finding]:
    """Rules that are late, and spans that outlived their time."""
    late = queries.late_rules(at)
    overdue = queries.key_state(at).overdue
    if late or overdue:
        yield bad(
            f"{len(late)} retention rules and {overdue} span keys are late: {', '.join(late)}",
            "What was promised to be destroyed is still here.",
            "See that workers run (`beside serve`), then `beside privacy sweep`.",
        )
    else:
        yield fine("Every retention rule was carried out in time.")


@doctor.check("key store", needs=doctor.Needs.DATABASE)
def keys_are_there(at: datetime) -> Iterator[Finding]:
    """Open spans have their keys, and nobody else may read them."""
    try:
        there = set(keys.store().spans())
    except KeyStoreDown as down:
        yield bad(f"The key store does not answer: {down}", "Nothing can be sealed or opened.",
                  "See to the key service. docs/rooms/privacy.md")  # fmt: skip
        return
    sealed = Span.objects.filter(state=Span.State.OPEN, sealed__isnull=False)
    missing = set(sealed.values_list("name", flat=True)) - there
    if missing:
        yield bad(f"{len(missing)} spans have records but no key.",
                  "What was sealed in them cannot be opened any more.",
                  "Put back the key folder from its own backup, if there is one.")  # fmt: skip
    if _is_open_to_others():
        yield warn("The key folder can be read by other accounts.",
                   "Whoever copies a key can open records until its span ends.",
                   "chmod 700 the folder `keys` below BESIDE_HOME.")  # fmt: skip
    if not missing:
        yield fine(f"{len(there)} keys are in the store.")


def _is_open_to_others() -> bool:
    store = keys.store()
    if not isinstance(store, FileKeyStore) or not store.folder.exists():
        return False
    return bool(stat.S_IMODE(store.folder.stat().st_mode) & 0o077)
