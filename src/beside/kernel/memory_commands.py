"""`beside worker`, `beside record`, `beside outbox`."""

import os
import sys
from datetime import datetime

import click

from beside import env


def ready() -> None:
    """Set Django up and see that the database runs; below a supervisor it is the supervisor's."""
    import django

    from beside.kernel import postgres
    from beside.kernel.serve import pulse

    if not env.text("DATABASE_URL") and pulse.PIPE not in os.environ:
        postgres.start(postgres.Cluster.at(env.home()), env.home())
    django.setup()


@click.command()
def worker() -> None:
    """Keep deadlines, deliver effects, seal the record and run jobs, until told to stop."""
    ready()
    from beside.kernel import worker as working

    sys.exit(working.main())


@click.group()
def record() -> None:
    """The record of what was done: append-only and chained."""


@record.command()
@click.option("--expect", metavar="POSITION:HASH", help="A head that was noted down earlier.")
def verify(expect: str | None) -> None:
    """Walk the chain and name the first broken link. Ends with 1 if one is."""
    ready()
    from beside.kernel import sealing

    verdict = sealing.verify(_noted(expect))
    if verdict.broken is not None:
        broken = verdict.broken
        click.echo(f"Broken at link {broken.position}, act {broken.act_number}: {broken.why}.")
        sys.exit(1)
    click.echo(f"The chain holds: {verdict.sealed} acts sealed, {verdict.unsealed} waiting.")
    click.echo(f"Its head, to note down elsewhere: {verdict.sealed}:{verdict.head.hex()}")


def _noted(words: str | None) -> tuple[int, bytes] | None:
    if words is None:
        return None
    position, _, digest = words.partition(":")
    try:
        return int(position), bytes.fromhex(digest)
    except ValueError:
        raise click.BadParameter("write it as it was printed, POSITION:HASH") from None


@record.command()
@click.argument("kind")
@click.argument("identifier")
def show(kind: str, identifier: str) -> None:
    """What was done to one row, such as `beside record show supply.parcel 12`."""
    ready()
    from beside.kernel.models import Act

    for act in Act.objects.filter(on_kind=kind, on_id=identifier).order_by("pk"):
        click.echo(f"{act.at:%Y-%m-%d %H:%M:%S}  {act.verb}  {act.by or '-'}  {act.detail}")


@click.group()
def outbox() -> None:
    """Effects on the world: what waits, what was given up."""


@outbox.command("list")
@click.option("--state", default="given_up", show_default=True,
              type=click.Choice(["waiting", "given_up", "done", "called_off"]))  # fmt: skip
@click.option("--kind", default="")
def list_effects(state: str, kind: str) -> None:
    """List effects in one state, the one due longest first."""
    ready()
    from beside.kernel.models import Effect

    found = Effect.objects.filter(state=state).order_by("due_at")
    if kind:
        found = found.filter(kind=kind)
    for effect in found[:500]:
        words = [effect.pk, effect.kind, effect.about, _moment(effect.due_at),
                 f"{effect.attempts} attempts", effect.last_error]  # fmt: skip
        click.echo("  ".join(str(word) for word in words if word))
    click.echo(f"{found.count()} {state.replace('_', ' ')}")


def _moment(at: datetime) -> str:
    return f"due {at:%Y-%m-%d %H:%M:%S}"


@outbox.command()
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="Every effect that was given up.")
def retry(numbers: tuple[int, ...], every: bool) -> None:
    """Try given-up effects again."""
    ready()
    from beside.kernel import clock
    from beside.kernel import outbox as effects
    from beside.kernel.models import Effect

    chosen = list(numbers)
    if every:
        given_up = Effect.objects.filter(state=Effect.State.GIVEN_UP)
        chosen = list(given_up.values_list("pk", flat=True))
    click.echo(f"{effects.retry(chosen, at=clock.now())} will be tried again")
