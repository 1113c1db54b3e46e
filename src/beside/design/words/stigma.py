"""Words that hurt, and what to say instead. Found in pages, catalogues, code and documents.

Source: NIDA, Words Matter: preferred language for talking about addiction, and
its Spanish edition. Names that others gave themselves, and codes that are quoted,
are let through: whole names in NAMES, single lines by the remark `words: quoted`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

QUOTED = "words: quoted"
NAMES = re.compile(
    r"Substance Abuse and Mental Health Services Administration"
    r"|Administración de (?:Servicios de )?(?:Abuso|Salud)[^.\n]*"
    r"|National Institute on (?:Drug Abuse|Alcohol Abuse and Alcoholism)"
    r"|National Substance Use and Mental Health Services Survey"
    r"|Center for Substance Abuse Treatment",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Word:
    """A pattern not to use, and what to say."""

    pattern: re.Pattern[str]
    instead: str


def _word(pattern: str, instead: str) -> Word:
    return Word(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), instead)


KINDS = "drug|opioid|opiate|heroin|fentanyl|substance|injection|injecting|intravenous|IV|meth"
ENGLISH = [
    _word(r"addicts?|junkies?|druggies?|crackheads?|tweakers?", "person who uses drugs"),
    _word(rf"(?:{KINDS}|chronic|former|ex) ?-?(?:ab)?users?", "person who uses drugs"),
    _word(r"abusers?|alcoholics", "person with a substance use disorder"),
    _word(rf"(?:{KINDS}|alcohol|prescription) (?:abuse|habits?)", "use; misuse of medicines"),
    _word(r"(?:got|get|getting|stay|staying|been|is|are) clean|clean (?:and sober|time)",
          "in recovery; not using"),
    _word(r"(?:clean|dirty) (?:urines?|tests?|screens?|results?|samples?|drops?)",
          "tested negative or positive"),
    _word(r"(?:clean|dirty) (?:needles?|syringes?)", "new or used syringes"),
    _word(r"needle exchanges?|syringe exchanges?", "syringe services program"),
    _word(r"(?:opioid|opiate|methadone) (?:substitution|replacement)|substitution therapy"
          r"|medication[- ]assisted treatment", "medicines for opioid use disorder (MOUD)"),
    _word(r"(?-i:OD)['’]?(?:d|ed|ing)|overdose victims?", "died of an overdose; had an overdose"),
    _word(r"drug[- ]seeking|drug[- ]seekers?", "say what the person asked for"),
]  # fmt: skip
SPANISH = [
    _word(r"(?:drog)?adict[oa]s?|toxic[óo]man[oa]s?|vicios[oa]s?|yonquis?",
          "persona que usa drogas"),
    _word(r"usuari[oa]s? de (?:drogas|opioides|sustancias|hero[íi]na)", "persona que usa drogas"),
    _word(r"abus(?:o|ar) de (?:drogas|sustancias|alcohol|opioides)|vicios?", "uso, consumo"),
    _word(r"(?:está|estar|estoy|mantenerse|sigue) limpi[oa]s?|ex-?adict[oa]s?",
          "persona en recuperación"),
    _word(r"(?:orinas?|pruebas?|resultados?) (?:limpi[oa]s?|suci[oa]s?)",
          "resultado positivo o negativo"),
    _word(r"intercambio de (?:agujas|jeringas|jeringuillas)", "programa de servicios de jeringas"),
    _word(r"(?:terapia|tratamiento)s? de sustituci[óo]n",
          "medicamentos para el trastorno por uso de opioides"),
    _word(r"v[íi]ctimas? de (?:una )?sobredosis", "murió por sobredosis"),
]  # fmt: skip


ANY = re.compile(
    rf"\b(?:{'|'.join(word.pattern.pattern[2:-2] for word in (*ENGLISH, *SPANISH))})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hit:
    """A word found, where, and what to say instead."""

    path: Path
    line: int
    found: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: “{self.found}”: say {self.instead}"


def in_text(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, word and what to say instead, for all that is found in a text."""
    if not ANY.search(_opened(text)):  # most texts: read once, not line by line
        return
    for number, line in enumerate(text.splitlines(), 1):
        if QUOTED in line:
            continue
        plain = _opened(NAMES.sub("", line))
        for word in (*ENGLISH, *SPANISH):
            for match in word.pattern.finditer(plain):
                yield number, match.group(), word.instead


def _opened(line: str) -> str:
    """Names in code read as words: drug_user and DrugUser are both "drug user"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", line.replace("_", " "))


KINDS_OF_FILE = {".py", ".html", ".txt", ".po", ".md", ".css", ".js", ".toml", ".sql"}


def in_folder(folder: Path) -> list[Hit]:
    """Everything found in a folder's own words; tables of data keep the names others chose."""
    me = Path(__file__).name
    return [
        Hit(path.relative_to(folder), line, found, instead)
        for path in sorted(folder.rglob("*"))
        if path.suffix in KINDS_OF_FILE and path.name not in {me, f"test_{me}"}
        for line, found, instead in in_text(path.read_text(errors="replace"))
    ]
