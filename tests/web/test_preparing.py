"""Preparing the house: only what changed, and told until somebody has signed in."""

import subprocess
import sys
from datetime import UTC, datetime

from beside import env
from beside.kernel import starting as offers
from beside.web import catalogues, cli, prepare, starting

AT = datetime(2026, 11, 21, tzinfo=UTC)

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Find help"
msgstr "Encuentre ayuda"
"""


def test_code_that_did_not_change_is_prepared_once(tmp_path):
    assert not prepare.is_prepared(tmp_path)

    (tmp_path / "prepared").write_text(f"{prepare.fingerprint()}\nsomebody signed in")

    assert prepare.is_prepared(tmp_path)


def test_until_somebody_has_signed_in_the_sign_in_is_told_at_every_start(tmp_path):
    (tmp_path / "prepared").write_text(f"{prepare.fingerprint()}\nnobody yet")

    assert not prepare.is_prepared(tmp_path)


def test_another_database_must_be_prepared_too(tmp_path, monkeypatch):
    (tmp_path / "prepared").write_text(f"{prepare.fingerprint()}\nsomebody signed in")
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/beside")

    assert not prepare.is_prepared(tmp_path)


def test_catalogues_are_compiled_when_they_are_newer(tmp_path):
    source = tmp_path / "places" / "locale" / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)

    assert (catalogues.compile_all(tmp_path), catalogues.compile_all(tmp_path)) == (1, 0)

    import gettext

    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Find help") == "Encuentre ayuda"


def test_rooms_offer_what_a_new_house_begins_with(monkeypatch):
    monkeypatch.setattr(offers, "_fills", {})
    offers.register("lists of help", lambda at: 7)

    assert list(starting.fill(AT)) == [("lists of help", 7)]


def test_every_command_can_be_found_and_says_what_it_does():
    import click

    house = cli.main
    context = click.Context(house)
    for name in cli.OWN:
        command = house.get_command(context, name)
        assert command is not None, name
        assert command.get_short_help_str(80), name


def test_starting_the_house_does_not_import_what_only_some_work_needs(tmp_path):
    """jsonschema alone builds a grammar for seconds; three processes would each pay at a start."""
    words = (
        "import sys, django; django.setup(); import beside.web.urls; "
        "print({'jsonschema', 'xlsxwriter', 'scipy', 'shapely'} & set(sys.modules))"
    )
    environment = {
        "PYTHONPATH": str(env.CHECKOUT / "src"),
        "BESIDE_TESTING": "yes",
        "BESIDE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "beside.settings",
    }

    done = subprocess.run(
        [sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"
