"""Style and script that public pages carry inside themselves.

On a slow network a second request costs a second round trip before anything
is drawn. The pieces are the same for every page, so the security policy allows
them by their hash and the page can still be cached. Read by settings; no Django.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
STATIC = Path(__file__).parent / "static" / "design"
# A room adds a piece by laying it in its `static/<room>/inline/`.
OF_ROOMS = {path.name: path for path in sorted(PACKAGE.glob("*/static/*/inline/*.*s*"))}
STYLES = ("public.css", *(name for name in OF_ROOMS if name.endswith(".css")))
SCRIPTS = ("exit.js", "offline.js", *(name for name in OF_ROOMS if name.endswith(".js")))
PIECES = {name: OF_ROOMS.get(name, STATIC / name) for name in (*STYLES, *SCRIPTS)}


def squeeze_css(text: str) -> str:
    """A style sheet without comments and needless space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    return re.sub(r": (?=[^;{}]*[;}])", ":", text).replace(";}", "}").strip()


def squeeze_js(text: str) -> str:
    """A script without whole-line comments, indentation and empty lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def piece(name: str) -> str:
    """The text of one piece, as it stands in the page."""
    text = PIECES[name].read_text()
    return squeeze_css(text) if name.endswith(".css") else squeeze_js(text)


def policy_hash(name: str) -> str:
    """How the content security policy names a piece."""
    digest = hashlib.sha256(piece(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
