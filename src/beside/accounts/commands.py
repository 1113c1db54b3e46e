"""`beside accounts …`: looking after accounts from the machine itself."""

from typing import Any

import click

from beside.kernel import clock


@click.group()
def commands() -> None:
    """People who sign in: invite, list, deactivate, help back in."""


def _person(email: str) -> Any:
    from beside.accounts.models import User

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise click.ClickException(
            f"Nobody signs in as {email}. `beside accounts list` shows who does."
        )
    return user


@commands.command()
@click.argument("email")
@click.option("--role", "roles", multiple=True, help="A role's slug; may be given several times.")
@click.option("--language", default="en", show_default=True)
def invite(email: str, roles: tuple[str, ...], language: str) -> None:
    """Invite somebody and print the link, which works once, for seven days."""
    from beside.accounts.adapters.mail import invitation_link
    from beside.accounts.core.roles import NoSuchRole, house_roles
    from beside.accounts.services import invitations

    try:
        made = invitations.invite(
            email=email, roles_given=roles, language=language, by=None, at=clock.now()
        )
    except (NoSuchRole, invitations.NotHouseWide) as error:
        known = ", ".join(role.slug for role in house_roles())
        raise click.ClickException(
            f"There is no house-wide role {error}. Roles: {known}."
        ) from error
    except invitations.AlreadyHere as error:
        raise click.ClickException("Somebody with this address has an account.") from error
    except invitations.AlreadyInvited as error:
        raise click.ClickException("An open invitation waits at this address.") from error
    click.echo(invitation_link(made))


@commands.command(name="list")
def list_people() -> None:
    """Everybody who may sign in or could before, with their roles."""
    from beside.accounts import queries

    at = clock.now()
    for user in queries.people(queries.PeopleAsked(state="all"), at):
        state = "" if user.is_active else "  (deactivated)"
        roles = ", ".join(held.role for held in user.held) or "no role"  # type: ignore[attr-defined]
        click.echo(f"{user.email}  {roles}{state}")


@commands.command()
@click.argument("email")
@click.argument("role")
def give(email: str, role: str) -> None:
    """Give somebody a role: for a house whose last coordinator has gone."""
    from beside.accounts.core.roles import NoSuchRole
    from beside.accounts.services import people
    from beside.accounts.services.invitations import NotHouseWide

    try:
        people.give_role(user=_person(email), slug=role, by=None, at=clock.now())
    except (NoSuchRole, NotHouseWide) as error:
        raise click.ClickException(f"There is no house-wide role {role}.") from error
    except people.NothingToChange as error:
        raise click.ClickException("That role is held already.") from error
    click.echo(f"{email}: {role}")


@commands.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Stop somebody signing in, and sign them out everywhere."""
    from beside.accounts.services import people

    try:
        people.deactivate(user=_person(email), by=None, at=clock.now())
    except people.LastKeeper as error:
        raise click.ClickException(
            "Nobody else could look after accounts then. "
            "Give somebody else the role first: beside accounts give EMAIL coordinator."
        ) from error
    except people.NothingToChange as error:
        raise click.ClickException("This person is deactivated already.") from error
    click.echo(f"{email}: deactivated")


@commands.command()
@click.argument("email")
def reactivate(email: str) -> None:
    """Let somebody sign in again, with the roles they held."""
    from beside.accounts.services import people

    try:
        people.reactivate(user=_person(email), by=None, at=clock.now())
    except people.NothingToChange as error:
        raise click.ClickException("This person may sign in already.") from error
    click.echo(f"{email}: may sign in")


@commands.command(name="reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take away a lost second factor; a new one is set up at the next sign-in."""
    from beside.accounts.services import people

    try:
        people.reset_second_factor(user=_person(email), by=None, at=clock.now())
    except people.NothingToChange as error:
        raise click.ClickException("This person has no second factor.") from error
    click.echo(f"{email}: second factor taken away")


@commands.command(name="way-back")
@click.argument("email")
def way_back(email: str) -> None:
    """Print a link with which somebody chooses a new password, once, within a day."""
    from beside.accounts.adapters.mail import way_back_link
    from beside.accounts.services import people

    user = _person(email)
    click.echo(way_back_link(user, people.lend_way_back(user=user, by=None, at=clock.now())))
