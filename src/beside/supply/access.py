"""The only way a view gets a program, or a row that belongs to one.

Who manages partners (a coordinator) reaches every program; everybody else the programs of
the partners they belong to, and nothing tells them whether another exists.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.partners.access import partners_of
from beside.supply.models import Place, Program

Row = TypeVar("Row", bound=Model)


class NotYours(Http404):
    """The row belongs to a program this person does not work for. Says no more than `not here`."""


def programs_of(user: User) -> QuerySet[Program]:
    """The programs somebody works for."""
    found = Program.objects.select_related("partner").order_by("public_name")
    if user.has_permission(Permission.MANAGE_PARTNERS):
        return found
    return found.filter(partner__in=partners_of(user))


def scoped(rows: QuerySet[Row], user: User, *, through: str = "program") -> QuerySet[Row]:
    """The rows of the programs somebody works for; `through` is the path to the program."""
    condition: dict[str, Any] = {f"{through}__in": programs_of(user)}
    return rows.filter(**condition)


def program_for(user: User, program_id: UUID) -> Program:
    """One of them. Raises NotYours."""
    return only(programs_of(user), program_id)


def place_for(user: User, place_id: UUID) -> Place:
    """A place of theirs. Raises NotYours."""
    return only(scoped(Place.objects.select_related("program"), user), place_id)


def only(rows: QuerySet[Row], pk: object) -> Row:
    """The one row. Raises NotYours."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotYours(str(pk))
    return found
