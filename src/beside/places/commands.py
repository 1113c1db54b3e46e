"""`beside places`: look a place up, and see what the tables are made of."""

import click

from beside.places import provenance
from beside.places import queries as places


@click.group()
def commands() -> None:
    """ZIPs, towns, counties: look one up."""


@commands.command()
@click.argument("typed")
def find(typed: str) -> None:
    """Find TYPED: a ZIP, `berea ky`, `Jefferson County, KY`. Ends with 1 if there is none."""
    try:
        found = places.locate(typed)
    except places.MilitaryZip:
        raise click.ClickException("An APO, FPO or DPO ZIP is not a place on the ground.") from None
    except places.UnknownPlace as unknown:
        hint = "; ".join(place.label for place in unknown.suggestions)
        raise click.ClickException(
            f"No such place. Perhaps: {hint}" if hint else "No such place."
        ) from None
    for place in found:
        click.echo(_line(place))


def _line(place: places.Place) -> str:
    people = (
        f"{place.population.people:,} ({place.population.vintage})" if place.population else "-"
    )
    where = f"{place.point.lat:.4f} {place.point.lon:.4f} (middle of the {place.precision})"
    county = f"{place.county_fips} {place.county_name}".strip() or "-"
    return "\t".join([place.kind, place.label, where, county, place.time_zone, people])


@commands.command()
def sources() -> None:
    """Name each source of the tables, its year and its terms."""
    for source in provenance.SOURCES:
        made_by = f"{source.publisher}, {source.title}"
        click.echo(f"{source.vintage}\t{made_by}\t{source.gives}\t{source.licence}")
