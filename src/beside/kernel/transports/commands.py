"""`beside transports`."""

import sys

import click

from beside.kernel.memory_commands import ready


@click.group()
def transports() -> None:
    """Mail, SMS and voice: which carriers are configured, and whether they work."""


@transports.command(name="list")
def list_carriers() -> None:
    """Name the carriers of each way, the preferred one first."""
    ready()
    from beside.kernel.transports import configured
    from beside.kernel.transports.messages import Way

    for way in Way:
        names = ", ".join(carrier.name for carrier in configured.carriers(way))
        click.echo(f"{way}: {names or 'nothing configured, so nothing is sent'}")


@transports.command()
@click.argument("way", type=click.Choice(["mail", "sms", "voice"]))
@click.argument("to")
def test(way: str, to: str) -> None:
    """Send a few words to TO through each carrier of WAY in turn, and say what each answered."""
    ready()
    from beside.kernel.transports import trial

    results = trial.each_carrier(way, to)
    for name, answer in results:
        click.echo(f"{name}: {answer or 'took it'}")
    if not results:
        click.echo(f"No carrier is configured for {way}; see docs/deploy.md.")
    sys.exit(not results or any(answer for _, answer in results))
