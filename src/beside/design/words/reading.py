"""How easily the public pages are read: Flesch-Kincaid for English, Fernández-Huerta for Spanish.

Sources: Kincaid et al. 1975, Research Branch Report 8-75; Fernández Huerta 1959,
Consigna 214:29-32 (with the sentence length corrected as in Law 2011). Syllables are
counted by rule, good to about one in ten; read the figures as a guide.
"""

import re
from dataclasses import dataclass

SILENT = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^l]e)$")
VOWELS_EN = re.compile(r"[aeiouy]+")
VOWELS_ES = re.compile(r"[aeiouáéíóúü]+")
HIATUS = re.compile(r"[aeoáéó][aeoáéó]|[íú][aeo]|[aeo][íú]")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Counted:
    """Sentences, words and syllables of a text."""

    sentences: int
    words: int
    syllables: int

    @property
    def words_per_sentence(self) -> float:
        return self.words / max(1, self.sentences)

    @property
    def syllables_per_word(self) -> float:
        return self.syllables / max(1, self.words)


def syllables_en(word: str) -> int:
    """Syllables of an English word, at least one."""
    return max(1, len(VOWELS_EN.findall(SILENT.sub("", word.lower()))))


def syllables_es(word: str) -> int:
    """Syllables of a Spanish word, at least one."""
    lower = word.lower()
    return max(1, len(VOWELS_ES.findall(lower)) + len(HIATUS.findall(lower)))


def counted(texts: list[str], language: str) -> Counted:
    """A text given as separate strings; each ends a sentence."""
    plain = [re.sub(r"<[^>]+>|%\(\w+\)s", " ", text) for text in texts]
    sentences = [
        part for text in plain for part in re.split(r"[.!?:;]+", text) if WORD.search(part)
    ]
    words = [word for part in sentences for word in WORD.findall(part)]
    count = syllables_es if language == "es" else syllables_en
    return Counted(len(sentences), len(words), sum(map(count, words)))


def grade(texts: list[str]) -> float:
    """US school grade of English (Flesch-Kincaid); 6 or less is the aim."""
    of = counted(texts, "en")
    return 0.39 * of.words_per_sentence + 11.8 * of.syllables_per_word - 15.59


def ease(texts: list[str]) -> float:
    """Ease of Spanish, 0 to 100 (Fernández-Huerta); 70 or more is the aim."""
    of = counted(texts, "es")
    return 206.84 - 60 * of.syllables_per_word - 1.02 * of.words_per_sentence
