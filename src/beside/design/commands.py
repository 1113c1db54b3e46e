"""`beside messages`: the house's words in its languages."""

import click

# What gathers and judges words (Babel) is a developer's tool and not installed with the house,
# so it is imported where it is used.


@click.group(invoke_without_command=True)
@click.option("--room", "only", help="One room alone.")
@click.option("--prune", is_flag=True, help="Drop translations that nothing says any more.")
@click.pass_context
def messages(context: click.Context, only: str | None, prune: bool) -> None:
    """Bring every room's Spanish catalogue into step with what its code says."""
    if context.invoked_subcommand:
        return
    from beside.design.words import gather

    for room in [only] if only else gather.rooms():
        _bring_into_step(room, prune=prune)


def _bring_into_step(room: str, *, prune: bool) -> None:
    from beside.design.words import book, gather

    said = gather.said_in(room)
    path = book.path_of(room)
    if not said and not path.exists():
        return
    catalogue = book.in_step(book.read(path), said, prune=prune)
    changed = book.write(catalogue, room, path)
    missing = sum(1 for message in book.entries(catalogue) if not _whole(message.string))
    click.echo(
        f"{room}: {len(book.entries(catalogue))} strings, {missing} to translate"
        f"{', written' if changed else ''}"
    )


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


@messages.command()
@click.option("--room", "only", help="One room alone.")
def check(only: str | None) -> None:
    """Name every string that is missing, fuzzy, left in English, unused or broken."""
    from beside.design.words import book, faults, gather

    found = (
        faults.in_room(only, book.read(book.path_of(only)), gather.said_in(only))
        if only
        else faults.in_house()
    )
    for fault in found:
        click.echo(str(fault))
    if found:
        raise SystemExit(f"{len(found)} to mend")
    click.echo("All said in both languages.")


@messages.command("compile")
def compile_() -> None:
    """Compile the catalogues that changed."""
    from beside.design.words import compiled

    click.echo(f"{compiled.ensure_compiled()} compiled")


@messages.command()
def reading() -> None:
    """How easily each public page is read, in both languages."""
    from beside.design.words import book, gather
    from beside.design.words.reading import ease, grade

    for room in gather.rooms():
        spanish = {m.id: str(m.string) for m in book.entries(book.read(book.path_of(room)))}
        for path in gather.files(room):
            if path.suffix != ".html" or 'extends "design/public.html"' not in path.read_text():
                continue
            said = [one.text for one in gather.said_in_file(path)]
            if said:
                told = [spanish[text] for text in said if spanish.get(text)]
                click.echo(
                    f"{path.relative_to(gather.SOURCE)}: grade {grade(said):.1f} (6 or less), "
                    f"ease {ease(told):.0f} (70 or more)"
                )


@messages.command()
def stigma() -> None:
    """Name words that hurt, wherever they stand, and what to say instead."""
    from beside import env
    from beside.design.words.stigma import in_folder

    found = [hit for part in ("src", "docs") for hit in in_folder(env.CHECKOUT / part)]
    for hit in found:
        click.echo(str(hit))
    if found:
        raise SystemExit(f"{len(found)} to say otherwise")
    click.echo("Nothing found.")
