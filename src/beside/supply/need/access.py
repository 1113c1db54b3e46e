"""Whose figures a planner sees, and the only way to a plan, a table or a placement."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.supply.access import only, programs_of, scoped
from beside.supply.models import Allocation, Placement, PlanningTable, Program

ALL = "all"


@dataclass(frozen=True)
class Looking:
    """Who looks at which programs. `is_own` is false for those who work in none of them:
    they see every program, as it may be published, and keep nothing."""

    choices: Sequence[Program]
    chosen: Sequence[Program]
    is_own: bool
    may_plan: bool

    @property
    def program(self) -> Program | None:
        """The one that is looked at; None when it is several, or none."""
        return self.chosen[0] if len(self.chosen) == 1 else None

    @property
    def slug(self) -> str:
        """As the address says it."""
        return self.program.slug if self.program else ALL


def looking(user: User, asked: QueryDict) -> Looking:
    """Their own programs, the first chosen; or all, for those who work in none."""
    own = list(programs_of(user))
    choices = own or list(Program.objects.select_related("partner").order_by("public_name"))
    wanted = asked.get("program", "")
    chosen = [one for one in choices if one.slug == wanted]
    if wanted == ALL:
        chosen = choices
    return Looking(
        choices, chosen or choices[:1], bool(own),
        bool(own) and user.has_permission(Permission.MANAGE_PROGRAM),
    )  # fmt: skip


def allocation_for(user: User, allocation_id: UUID) -> Allocation:
    """A plan of theirs. Raises NotYours."""
    rows = Allocation.objects.select_related("program", "by", "adopted_by")
    return only(scoped(rows, user), allocation_id)


def table_for(user: User, table_id: UUID) -> PlanningTable:
    """A table of theirs. Raises NotYours."""
    return only(scoped(PlanningTable.objects.select_related("program", "by"), user), table_id)


def placement_for(user: User, placement_id: UUID) -> Placement:
    """A search of theirs. Raises NotYours."""
    return only(scoped(Placement.objects.select_related("program", "by"), user), placement_id)
