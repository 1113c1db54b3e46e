"""The page about the map data, and the command."""

import pytest
from click.testing import CliRunner

from beside.places.commands import commands
from beside.places.provenance import SOURCES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"), [("en", "About the map data"), ("es", "Sobre los datos del mapa")]
)
def test_the_public_is_told_where_the_maps_come_from(client, language, title):
    answer = client.get(f"/{language}/map-data/")

    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.content.decode()
    assert all(source.title in answer.content.decode() for source in SOURCES)
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_credits_geonames_and_calls_nothing_of_it_public_domain(client, language):
    page = client.get(f"/{language}/map-data/").content.decode()
    [row] = [r for r in page.split("<tr>") if "www.geonames.org" in r]

    assert "https://creativecommons.org/licenses/by/4.0/" in row
    assert "CC BY 4.0" in row
    assert "public domain" not in row
    assert "dominio público" not in row


def test_the_command_finds_a_place():
    said = CliRunner().invoke(commands, ["find", "berea ky"])

    assert said.exit_code == 0
    assert "Berea, KY" in said.output
    assert "21151 Madison County" in said.output


def test_the_command_offers_what_it_may_have_been():
    said = CliRunner().invoke(commands, ["find", "Louisvile KY"])

    assert said.exit_code == 1
    assert "Louisville, KY" in said.output


def test_the_command_says_that_military_mail_is_no_place():
    assert "not a place" in CliRunner().invoke(commands, ["find", "09001"]).output


def test_the_command_names_every_source():
    said = CliRunner().invoke(commands, ["sources"])

    assert all(source.title in said.output for source in SOURCES)
