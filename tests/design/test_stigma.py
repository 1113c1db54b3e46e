import pytest

from beside.design.words import reading, stigma


@pytest.mark.parametrize(
    "line",
    [
        "He is an addict",  # words: quoted
        "class DrugUser:",  # words: quoted
        "heroin_users = 3",  # words: quoted
        "substance abuse program",  # words: quoted
        "she has been clean for a year",  # words: quoted
        "a dirty urine",  # words: quoted
        "needle exchange",  # words: quoted
        "medication-assisted treatment",  # words: quoted
        "he OD'd",  # words: quoted
        "un drogadicto",  # words: quoted
        "abuso de sustancias",  # words: quoted
        "está limpio",  # words: quoted
        "víctima de sobredosis",  # words: quoted
        "terapia de sustitución",  # words: quoted
    ],
)
def test_a_word_that_hurts_is_found_with_what_to_say_instead(line):
    assert [instead for _, _, instead in stigma.in_text(line)]


@pytest.mark.parametrize(
    "line",
    [
        "person who uses drugs",
        "def clean(self):",
        "a clean room",
        "an odd number",
        "addiction medicine",
        "trastorno por uso de opioides",
        "the user signs in",
        "Substance Abuse and Mental Health Services Administration",
        'CODE = "Substance abuse"  # words: quoted',
    ],
)
def test_ordinary_words_pass(line):
    assert list(stigma.in_text(line)) == []


def test_short_words_read_easier_than_long_ones():
    easy = ["Help is near. Call us."]
    hard = ["Comprehensive rehabilitation facilities necessitate individual authorization."]

    assert reading.grade(easy) < 6 < reading.grade(hard)
    assert reading.ease(["La ayuda está cerca."]) > 70
    assert (
        reading.ease(["Establecimientos de rehabilitación interdisciplinaria institucional"]) < 50
    )


@pytest.mark.parametrize(
    ("word", "number"), [("help", 1), ("naloxone", 3), ("overdose", 3), ("a", 1), ("waking", 2)]
)
def test_syllables_of_english(word, number):
    assert reading.syllables_en(word) == number


@pytest.mark.parametrize(
    ("word", "number"), [("ayuda", 3), ("sobredosis", 4), ("día", 2), ("cerca", 2), ("ciudad", 2)]
)
def test_syllables_of_spanish(word, number):
    assert reading.syllables_es(word) == number
