"""The words tooling: gathering, keeping in step, judging, compiling."""

import gettext

import pytest
from babel.messages.catalog import Catalog

from beside.design.words import book, compiled, faults, gather
from beside.design.words.gather import SOURCE, Said


@pytest.fixture
def room(tmp_path, monkeypatch):
    """An empty room in a house of its own."""
    source = tmp_path / "src" / "beside"
    (source / "kitchen" / "templates").mkdir(parents=True)
    for module in (gather, book):
        monkeypatch.setattr(module, "SOURCE", source)
    return source / "kitchen"


def said(text, plural="", context=""):
    return Said(text, plural, context, SOURCE / "design" / "x.py", 3)


def catalogue(**translations):
    made = Catalog(locale="es")
    for text, string in translations.items():
        made.add(text, string)
    return made


def test_python_and_templates_are_gathered_with_file_and_line(room):
    (room / "bread.py").write_text('from x import gettext_lazy as _\n\nA = _("Bread")\n')
    (room / "templates" / "t.html").write_text(
        "<p>it's</p>\n  {% blocktranslate trimmed count n=n %}\n  {{ n }} loaf\n"
        "  {% plural %}{{ n }} loaves{% endblocktranslate %}\n"
        '{% translate "Eat \'it\'" context "now" %} {{ x|default:_("None (yet)") }}'
    )

    found = {(one.text, one.plural, one.context): one.where for one in gather.said_in("kitchen")}

    assert found == {
        ("Bread", "", ""): "src/beside/kitchen/bread.py:3",
        ("%(n)s loaf", "%(n)s loaves", ""): "src/beside/kitchen/templates/t.html:2",
        ("Eat 'it'", "", "now"): "src/beside/kitchen/templates/t.html:5",
        ("None (yet)", "", ""): "src/beside/kitchen/templates/t.html:5",
    }


def test_translations_and_remarks_survive_being_brought_into_step(room):
    path = book.path_of("kitchen")
    (room / "a.py").write_text('_("Bread")\n_("Menu")\n')
    book.write(book.in_step(book.read(path), gather.said_in("kitchen")), "kitchen", path)
    path.write_text(
        path.read_text()
        .replace('msgid "Bread"\nmsgstr ""', 'msgid "Bread"\nmsgstr "Pan"')
        .replace('msgid "Menu"\nmsgstr ""', '# same\nmsgid "Menu"\nmsgstr "Menu"')
        .replace("#: kitchen/a.py\n# same", "# same\n#: kitchen/a.py")
    )
    (room / "a.py").write_text('_("Bread")\n_("Menu")\n_("Salt")\n')

    book.write(book.in_step(book.read(path), gather.said_in("kitchen")), "kitchen", path)

    again = book.read(path)
    assert {m.id: m.string for m in book.entries(again)} == {
        "Bread": "Pan",
        "Menu": "Menu",
        "Salt": "",
    }
    assert [
        str(fault) for fault in faults.in_room("kitchen", again, gather.said_in("kitchen"))
    ] == ["src/beside/kitchen/a.py:3: not translated: 'Salt'"]


def test_what_is_no_longer_said_is_set_aside_then_dropped(room):
    kept = book.in_step(catalogue(Bread="Pan"), [])
    assert [fault.what for fault in faults.in_room("kitchen", kept, [])] == [
        "no longer said anywhere"
    ]

    assert faults.in_room("kitchen", book.in_step(kept, [], prune=True), []) == []


@pytest.mark.parametrize(
    ("english", "spanish", "judged"),
    [
        ("Bread", "Pan", []),
        ("Bread", "", ["not translated"]),
        ("Bread", "Bread", ["the same as English (if that is right, comment it `# same`)"]),
        ("%(n)s km", "%(n)s km", ["the same as English (if that is right, comment it `# same`)"]),
        ("%(n)s %%", "%(n)s %%", []),
        ("Hi %(name)s", "Hola", ["placeholders or tags differ: 'Hola'"]),
        ("Hi {name}", "Hola {nombre}", ["placeholders or tags differ: 'Hola {nombre}'"]),
        ("<b>Hi</b>", "Hola", ["placeholders or tags differ: 'Hola'"]),
    ],
)
def test_each_translation_is_judged(english, spanish, judged):
    found = faults.in_room("design", catalogue(**{english: spanish}), [said(english)])

    assert [fault.what for fault in found] == judged


def test_a_singular_may_leave_out_the_count():
    book_ = Catalog(locale="es")
    book_.add(("One loaf", "%(n)s loaves"), ("Un pan", "%(n)s panes"))

    assert faults.in_room("design", book_, [said("One loaf", "%(n)s loaves")]) == []


def test_a_fuzzy_translation_is_a_fault():
    book_ = Catalog(locale="es")
    book_.add("Bread", "Pan", flags=["fuzzy"])

    found = faults.in_room("design", book_, [said("Bread")])

    assert [fault.what for fault in found] == ["marked fuzzy: somebody must look at it"]


def test_two_rooms_may_not_translate_the_same_english_differently():
    rooms = {"a": catalogue(Bread="Pan"), "b": catalogue(Bread="Hogaza")}

    assert [fault.text for fault in faults.quarrels(rooms)] == ["Bread"]


def test_a_newer_catalogue_is_compiled_and_others_are_left_alone(tmp_path):
    folder = tmp_path / "kitchen" / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        book.HEADER.format(room="kitchen", language="es")
        + 'msgctxt "food"\nmsgid "Bread"\nmsgstr "Pan"\n'
    )

    assert compiled.ensure_compiled(tmp_path) == 1
    assert compiled.ensure_compiled(tmp_path) == 0
    with (folder / "django.mo").open("rb") as words:
        assert gettext.GNUTranslations(words).pgettext("food", "Bread") == "Pan"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".words")] == []
