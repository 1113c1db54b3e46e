"""What is wrong with a catalogue, each fault with its place in the code."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from beside.design.words import book, gather
from beside.design.words.gather import Said

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Fault:
    """Where, what, and the English concerned."""

    where: str
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.text!r}"


def in_house(language: str = "es") -> list[Fault]:
    """Every fault of every room, and English that two rooms translate differently."""
    catalogues = {room: book.read(book.path_of(room, language)) for room in gather.rooms()}
    found = [
        fault
        for room, catalogue in catalogues.items()
        for fault in in_room(room, catalogue, gather.said_in(room))
    ]
    return found + list(quarrels(catalogues))


def in_room(room: str, catalogue: Catalog, said: Iterable[Said]) -> list[Fault]:
    """Every fault of one room: missing, fuzzy, the same as English, unused, placeholders lost."""
    places = {one.key: one for one in said}
    known = {(m.context or "", _text(m)): m for m in book.entries(catalogue)}
    found = [
        Fault(one.where, what, one.text)
        for key, one in places.items()
        for what in _wrong(known.get(key))
    ]
    unused = [text for (context, text) in known.keys() - places.keys()]
    unused += [_text(message) for message in catalogue.obsolete.values()]
    place = str(book.path_of(room).relative_to(gather.SOURCE.parent.parent))
    return found + [Fault(place, "no longer said anywhere", text) for text in sorted(unused)]


def _text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _wrong(message: Message | None) -> Iterator[str]:
    if message is None:
        yield "not in the catalogue (run `beside messages`)"
        return
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if not all(strings):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked fuzzy: somebody must look at it"
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    if strings == originals and not _same_is_right(message):
        yield "the same as English (if that is right, comment it `# same`)"
    if not _keeps(originals, strings):
        yield f"placeholders or tags differ: {strings[-1]!r}"


def _same_is_right(message: Message) -> bool:
    bare = TAG.sub("", PLACEHOLDER.sub("", _text(message)))
    wordless = not re.search(r"[^\W\d_]{2}", bare)
    return wordless or any(note.strip().startswith("same") for note in message.user_comments)


def _keeps(originals: list[str], strings: list[str]) -> bool:
    """Whether each translation names what the English names. A singular may leave out the count."""
    for pattern in (PLACEHOLDER, TAG):
        all_named = {name for text in originals for name in pattern.findall(text)}
        if sorted(pattern.findall(strings[-1])) != sorted(pattern.findall(originals[-1])):
            return False
        if any(set(pattern.findall(text)) - all_named for text in strings):
            return False
    return True


def quarrels(catalogues: dict[str, Catalog]) -> Iterator[Fault]:
    """English that two rooms translate differently: Django reads all rooms as one book."""
    first: dict[tuple[str, str], tuple[str, object]] = {}
    for room, catalogue in catalogues.items():
        for message in book.entries(catalogue):
            if not message.string:
                continue
            key = (message.context or "", _text(message))
            other, string = first.setdefault(key, (room, message.string))
            if string != message.string:
                where = f"src/beside/{room}/locale"
                yield Fault(where, f"{other} translates it differently ({string!r})", key[1])
