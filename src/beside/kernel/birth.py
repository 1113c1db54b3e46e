"""The tables of a new house, made as they are today instead of step by step.

Carrying out every migration draws every model anew after each small step, which takes
longer the more rooms there are: half a minute that a newcomer would wait. An empty
database has no past. So the tables of our rooms are made from the models, then what the
migrations say in SQL is carried out in their order, and all are marked as carried out. A
test holds both ways to the same result. Others' packages are migrated as they wish.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

OURS = "beside."
FIRST = "accounts"  # others' tables point to whoever signs in
OF_MODELS = {
    "AddConstraint", "AddField", "AddIndex", "AlterField", "AlterModelOptions", "CreateModel",
    "DeleteModel", "RemoveConstraint", "RemoveField", "RemoveIndex", "RenameField", "RenameIndex",
}  # fmt: skip


class NotAtOnce(Exception):
    """A migration does what only the steps can do: it must be carried out as it is."""


def bring_up_to_date(alias: str = "default") -> None:
    """All tables as the code wants them, whether the database is new or old."""
    connection = connections[alias]
    if not connection.introspection.table_names():
        with suppress(NotAtOnce):
            bear(connection)
    call_command("migrate", database=alias, interactive=False, verbosity=0, stdout=io.StringIO())


def bear(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of an empty database. Raises NotAtOnce, and nothing is made."""
    ours = _ours()
    executor = MigrationExecutor(connection)
    left = [step for step in _in_order(executor) if step.app_label in ours]
    for step in left:
        _check(step)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate([leaf for leaf in leaves if leaf[0] not in ours])
    with transaction.atomic(using=connection.alias):
        with connection.schema_editor() as editor:
            for model in _models(ours):
                editor.create_model(model)
        with connection.schema_editor() as editor:
            for step, operation in _sql(left):
                operation.database_forwards(step.app_label, editor, ProjectState(), ProjectState())
        for step in left:
            executor.recorder.record_applied(step.app_label, step.name)


def _ours() -> dict[str, AppConfig]:
    found = [each for each in apps.get_app_configs() if each.name.startswith(OURS)]
    return {each.label: each for each in found if each.label != FIRST}


def _models(ours: Mapping[str, AppConfig]) -> Iterator[type[Model]]:
    for config in ours.values():
        yield from (model for model in config.get_models() if model._meta.managed)


def _sql(steps: Iterable[Migration]) -> Iterator[tuple[Migration, RunSQL]]:
    for step in steps:
        yield from ((step, each) for each in step.operations if isinstance(each, RunSQL))


def _in_order(executor: MigrationExecutor) -> list[Migration]:
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [step for step, _ in plan]


def _check(step: Migration) -> None:
    for operation in step.operations:
        if not _is_known(operation):
            raise NotAtOnce(f"{step}: {type(operation).__name__}")


def _is_known(operation: Operation) -> bool:
    return isinstance(operation, RunSQL) or type(operation).__name__ in OF_MODELS
