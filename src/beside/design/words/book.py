"""A room's catalogue of translations: read, brought into step with the code, written."""

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from beside.design.words.gather import SOURCE, Said

HEADER = """\
# Beside, {room}: {language}. Written by hand; `beside messages` keeps it in step with the code.
# A string that is rightly the same in both languages says so in a comment: "# same".
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def path_of(room: str, language: str = "es") -> Path:
    """Where a room keeps its catalogue."""
    return SOURCE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str = "es") -> Catalog:
    """A catalogue, or an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as words:
        return read_po(words, locale=language)


def in_step(catalogue: Catalog, said: Iterable[Said], *, prune: bool = False) -> Catalog:
    """The catalogue with what is said now: translations kept, new strings empty.

    What is no longer said is set aside as obsolete, or dropped when pruning.
    """
    catalogue.update(_template(said), no_fuzzy_matching=True)
    if prune:
        catalogue.obsolete.clear()
    return catalogue


def _template(said: Iterable[Said]) -> Catalog:
    template = Catalog()
    for one in said:
        template.add(
            (one.text, one.plural) if one.plural else one.text,
            locations=[(str(one.path.relative_to(SOURCE)), one.line)],
            auto_comments=one.notes,
            context=one.context or None,
        )
    return template


def write(catalogue: Catalog, room: str, path: Path, language: str = "es") -> bool:
    """Write the catalogue if it changed; whether it did. Undated: dates only cause quarrels."""
    body = io.BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, include_lineno=False, sort_by_file=True)
    text = HEADER.format(room=room, language=language) + body.getvalue().decode()
    if path.exists() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return True


def entries(catalogue: Catalog) -> list[Message]:
    """The translations, without the header."""
    return [message for message in catalogue if message.id]
