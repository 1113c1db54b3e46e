"""Blacken whatever looks like a person: the last guard, for text that should hold none."""

import re

# Order matters: an address is looked for before the number inside it.
_STREET = (
    r"\b\d{1,6}[ ]+(?:[NSEW]\.?[ ]+|North |South |East |West )?(?:[\w'.-]+[ ]+){1,4}?"
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|circle|cir|boulevard|blvd|highway|hwy"
    r"|parkway|pkwy|place|pl|way|terrace|ter|trail|trl|pike|route|calle|avenida)\b\.?"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail", re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[A-Za-z0-9-]{2,}")),
    ("query", re.compile(r"(?<=\?)[^\s\"'<>]*[=&][^\s\"'<>]*")),
    ("address", re.compile(_STREET, re.IGNORECASE)),
    ("coordinates", re.compile(r"[-+]?\d{1,3}\.\d{2,}\s*[,; ]\s*[-+]?\d{1,3}\.\d{2,}")),
    (
        "coordinate",
        re.compile(r"(?i)\b(lat|lon|lng|latitude|longitude)\b\W{0,4}[-+]?\d+(?:\.\d+)?"),
    ),
    ("ip", re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")),
    ("ip", re.compile(r"(?i)(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])")),
    ("phone", re.compile(r"(?<![\w-])\+\d[\d\s().-]{7,}\d(?![\w-])")),
    ("phone", re.compile(r"(?<![\w-])(?:1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?![\w-])")),
    ("zip", re.compile(r"(?i)\b(zip(?:[ _-]?code)?|postal[ _-]?code)\b\W{0,4}\d{5}(?:-\d{4})?")),
)


# Without any of these no pattern can be met; most words in a log are such.
_SUSPECT = re.compile(r"[\d@?]|(?::[^:]*){3}")


def masked(text: str) -> str:
    """`text` with e-mails, phone numbers, addresses, coordinates, IPs and queries blackened.

    Ids (UUIDs, row numbers of up to nine digits) and times stay readable.
    """
    if not _SUSPECT.search(text):
        return text
    for name, pattern in _PATTERNS:
        text = pattern.sub(f"[{name}]", text)
    return text
