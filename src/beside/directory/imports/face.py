"""What imports tell the house when it starts."""

from django.utils.translation import gettext_lazy as _

from beside.accounts.core.roles import Permission
from beside.design import navigation
from beside.directory import starting as starting_data
from beside.directory.imports import keeping
from beside.kernel import starting


def register() -> None:
    """Menus, how long uploads are kept, and the region a new house opens with."""
    navigation.staff(
        "imports",
        _("Imports"),
        "directory:imports",
        order=27,
        permission=Permission.IMPORT_DIRECTORY,
        group="directory",
        note=_("Bring in a list; look first, take back later."),
    )
    navigation.staff(
        "duplicates",
        _("Possible duplicates"),
        "directory:duplicates",
        order=28,
        permission=Permission.IMPORT_DIRECTORY,
        group="directory",
        note=_("Listings that look like one place written twice."),
    )
    keeping.register()
    starting.register("directory of the Ohio River region", starting_data.fill)
