"""Forms of the desk."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beside.partners.models import Partner
from beside.training import queries, words
from beside.training.core.audiences import Audience
from beside.training.core.content import Answer, Content, Lesson, Question, Said, Source, Track
from beside.training.core.products import Product
from beside.training.core.rows import MOST_KITS, MOST_PEOPLE
from beside.training.models import Course
from beside.training.queries import SessionsAsked

MOST_ANSWERS = 4
ANSWER_PARTS = (
    ("text_en", gettext_noop("Answer %(number)d in English")),
    ("text_es", gettext_noop("Answer %(number)d in Spanish")),
    ("why_en", gettext_noop("Why, in English (%(number)d)")),
    ("why_es", gettext_noop("Why, in Spanish (%(number)d)")),
)
RESERVED = {"code", "new"}
LONGEST_BODY = 8_000


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def audience_choices() -> list[tuple[str, str]]:
    """Audiences in the words of the page."""
    return [(each.value, words.audience(each.value)) for each in Audience]


def course_choices() -> list[tuple[str, str]]:
    """Courses people may take, by their titles."""
    language = words.language()
    return [(one.slug, one.content.title.within(language)) for one in queries.offered()]


def partner_choices(on: date) -> list[tuple[str, str]]:
    """Partners that work with us, by name."""
    active = Partner.objects.active(on).order_by("name")
    return [(str(pk), name) for pk, name in active.values_list("pk", "name")]


class NewCourse(forms.Form):
    """A course of one's own."""

    slug = forms.SlugField(
        label=_("Address"), max_length=40, help_text=_("Small letters and hyphens: “night-shift”.")
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=120)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED:
            raise forms.ValidationError(_("This address is needed for something else."))
        return slug

    def title(self) -> Said:
        return Said(self.cleaned_data["title_en"], self.cleaned_data["title_es"])


class About(forms.Form):
    """What a course is called, and says of itself."""

    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=120)
    summary_en = forms.CharField(label=_("In one line, in English"), max_length=200)
    summary_es = forms.CharField(label=_("In one line, in Spanish"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes it takes"), min_value=1, max_value=240)

    @classmethod
    def first_values(cls, content: Content) -> dict[str, Any]:
        return {
            "title_en": content.title.en, "title_es": content.title.es,
            "summary_en": content.summary.en, "summary_es": content.summary.es,
            "minutes": content.minutes,
        }  # fmt: skip

    def title(self) -> Said:
        return Said(self.cleaned_data["title_en"], self.cleaned_data["title_es"])

    def summary(self) -> Said:
        return Said(self.cleaned_data["summary_en"], self.cleaned_data["summary_es"])


class Reviewed(forms.Form):
    """Somebody looked it over."""

    on = _day(_("Looked over on"))
    next = _day(_("Next time"))

    @classmethod
    def first_values(cls, on: date) -> dict[str, Any]:
        return {"on": on, "next": on + timedelta(days=365)}


def _text(label: Any, rows: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, **more)


class WriteLesson(forms.Form):
    """One lesson in both languages. A draft may be half done; publishing asks for the rest."""

    turn = forms.IntegerField(widget=forms.HiddenInput)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=120)
    title_es = forms.CharField(label=_("Title in Spanish"), required=False, max_length=120)
    body_en = _text(_("Text in English"), 18, max_length=LONGEST_BODY)
    body_es = _text(_("Text in Spanish"), 18, max_length=LONGEST_BODY)
    sources = _text(_("Sources"), 3, help_text=_("One on a line: name | https://address"))
    reviewed_on = _day(_("Reviewed on"), required=False)
    next_review = _day(_("Next review"), required=False)
    law = forms.BooleanField(label=_("Show what is known of the law here"), required=False)

    @classmethod
    def first_values(cls, lesson: Lesson) -> dict[str, Any]:
        lines = [" | ".join(filter(None, (one.name, one.address))) for one in lesson.sources]
        return {
            "title_en": lesson.title.en, "title_es": lesson.title.es,
            "body_en": lesson.body.en, "body_es": lesson.body.es,
            "sources": "\n".join(lines), "reviewed_on": lesson.reviewed_on,
            "next_review": lesson.next_review, "law": lesson.law,
        }  # fmt: skip

    def clean_sources(self) -> tuple[Source, ...]:
        lines = (line.strip() for line in self.cleaned_data["sources"].splitlines())
        return tuple(_source(line) for line in lines if line)

    def lesson(self) -> Lesson:
        said = self.cleaned_data
        return Lesson(
            Said(said["title_en"], said["title_es"]),
            Said(_plain(said["body_en"]), _plain(said["body_es"])),
            said["sources"], said["reviewed_on"], said["next_review"], said["law"],
        )  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _source(line: str) -> Source:
    name, _bar, address = (part.strip() for part in line.partition("|"))
    if address and urlsplit(address).scheme not in {"http", "https"}:
        raise forms.ValidationError(gettext("An address begins with https://"))
    return Source(name, address)


class WriteQuestion(forms.Form):
    """One question with up to four answers, each in both languages, each with its why."""

    turn = forms.IntegerField(widget=forms.HiddenInput)
    ask_en = forms.CharField(label=_("Question in English"), required=False, max_length=300)
    ask_es = forms.CharField(label=_("Question in Spanish"), required=False, max_length=300)
    right = forms.TypedChoiceField(
        label=_("Which answer is right?"), coerce=int,
        choices=[(str(n), str(n)) for n in range(1, MOST_ANSWERS + 1)], widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_ANSWERS + 1):
            for part, label in ANSWER_PARTS:
                self.fields[f"{part}_{number}"] = forms.CharField(
                    label=gettext(label) % {"number": number}, required=False, max_length=300
                )

    @property
    def several(self) -> list[list[forms.BoundField]]:
        """The fields of each answer."""
        return [
            [self[f"{part}_{number}"] for part, _label in ANSWER_PARTS]
            for number in range(1, MOST_ANSWERS + 1)
        ]

    @classmethod
    def first_values(cls, question: Question) -> dict[str, Any]:
        values: dict[str, Any] = {"ask_en": question.ask.en, "ask_es": question.ask.es}
        for number, answer in enumerate(question.answers, 1):
            values |= {
                f"text_en_{number}": answer.text.en, f"text_es_{number}": answer.text.es,
                f"why_en_{number}": answer.why.en, f"why_es_{number}": answer.why.es,
            }  # fmt: skip
            if answer.right:
                values["right"] = number
        return values

    def question(self) -> Question:
        said = self.cleaned_data
        answers = []
        for number in range(1, MOST_ANSWERS + 1):
            parts = [said[f"{part}_{number}"].strip() for part, _label in ANSWER_PARTS]
            if any(parts):
                text_en, text_es, why_en, why_es = parts
                right = number == said["right"]
                answers.append(Answer(Said(text_en, text_es), Said(why_en, why_es), right))
        return Question(Said(said["ask_en"], said["ask_es"]), tuple(answers))


class Order(forms.Form):
    """What an audience goes through, in order."""

    turn = forms.IntegerField(widget=forms.HiddenInput)
    lessons = _text(_("Lessons"), 10, help_text=_("One on a line, by its short name. Empty: "
                                                 "the course is not for them."))  # fmt: skip
    questions = _text(_("Questions"), 8, help_text=_("One on a line, by its short name."))

    def __init__(self, content: Content, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content

    @classmethod
    def first_values(cls, track: Track | None) -> dict[str, Any]:
        track = track or Track()
        return {"lessons": "\n".join(track.lessons), "questions": "\n".join(track.questions)}

    def clean_lessons(self) -> tuple[str, ...]:
        return self._known("lessons", self.content.lessons)

    def clean_questions(self) -> tuple[str, ...]:
        return self._known("questions", self.content.questions)

    def _known(self, name: str, known: dict[str, Any]) -> tuple[str, ...]:
        slugs = tuple(dict.fromkeys(self.cleaned_data[name].split()))
        if unknown := [slug for slug in slugs if slug not in known]:
            said = gettext("There is no “%(name)s” here.")
            raise forms.ValidationError(said % {"name": unknown[0]})
        return slugs

    def track(self) -> Track | None:
        said = self.cleaned_data
        return Track(said["lessons"], said["questions"]) if said["lessons"] else None


class NewPart(forms.Form):
    """The short name of a new lesson or question."""

    part = forms.RegexField(r"^[a-z][a-z0-9_]{0,39}$", label=_("Short name"),
                            help_text=_("Small letters, like “bus_driver”."))  # fmt: skip


class PlanSession(forms.Form):
    """A group session to come, or one that was held."""

    on = _day(_("Day"))
    partner = forms.ChoiceField(label=_("Place"))
    course = forms.ChoiceField(label=_("Course"))
    audience = forms.ChoiceField(label=_("Audience"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.HOUSE_LANGUAGES)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "partner", [("", gettext("Choose")), *partner_choices(today)])
        _choose(self, "course", course_choices())
        _choose(self, "audience", audience_choices())


class CountSession(forms.Form):
    """Who was there, as numbers."""

    people = forms.IntegerField(label=_("People trained"), min_value=1, max_value=MOST_PEOPLE)
    kits = forms.IntegerField(
        label=_("Kits handed out"), min_value=0, max_value=MOST_KITS, required=False
    )


class SessionFilter(forms.Form):
    """What the list of sessions is narrowed by. It stands in the address."""

    q = forms.CharField(label=_("Place"), required=False)
    state = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[("", _("All sessions")), ("planned", _("To come")), ("held", _("Held")),
                 ("cancelled", _("Called off"))],
    )  # fmt: skip
    since = _day(pgettext_lazy("a day", "From"), required=False)
    until = _day(_("To"), required=False)

    def asked(self) -> SessionsAsked:
        """What was asked; a value that means nothing asks nothing."""
        self.is_valid()
        said = self.cleaned_data
        return SessionsAsked(
            said.get("state", ""), said.get("q", "").strip(), said.get("since"), said.get("until")
        )


class Upload(forms.Form):
    """A list of sessions that were held."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("Columns: date, place, course, audience, language, people, kits, code. "
                    "Date, place, course and people are needed."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip


class Span(forms.Form):
    """From a day to a day."""

    since = _day(pgettext_lazy("a day", "From"), required=False)
    until = _day(_("To"), required=False)
    by = forms.ChoiceField(
        label=_("By"), required=False,
        choices=[("month", _("Month")), ("audience", _("Audience")), ("course", _("Course")),
                 ("language", _("Language")), ("partner", _("Partner"))],
    )  # fmt: skip

    def span(self, today: date) -> tuple[date, date, str]:
        """What was asked; a year back to today, by month, unless it says otherwise."""
        self.is_valid()
        said = self.cleaned_data
        until = said.get("until") or today
        since = said.get("since") or until.replace(day=1) - timedelta(days=334)
        return min(since, until), max(since, until), said.get("by") or "month"


class Require(forms.Form):
    """A course is required, as somebody says."""

    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none())
    state = forms.ChoiceField(label=_("State that requires it"), required=False)
    partner = forms.ChoiceField(
        label=_("Or the program that does"), required=False, help_text=_("One of the two.")
    )
    product = forms.ChoiceField(label=_("For"), required=False)
    citation = forms.CharField(
        label=_("Where it says so"), max_length=400, help_text=_("Law, rule or contract, by name.")
    )
    source_url = forms.URLField(label=_("Its address"), required=False, assume_scheme="https")
    as_of = _day(_("Read on"))
    next_review = _day(_("Read again on"))
    since = _day(_("Required since"))
    lasts_days = forms.IntegerField(
        label=_("Counts for how many days"), required=False, min_value=1, max_value=36_500,
        help_text=_("Empty: for ever."),
    )  # fmt: skip
    least_version = forms.IntegerField(
        label=_("From which version of the course on"), required=False, min_value=1, initial=1,
        help_text=_("Who completed an earlier one takes it again. 1: any version counts."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        from beside.places import queries as places

        super().__init__(*args, **kwargs)
        courses = self.fields["course"]
        assert isinstance(courses, forms.ModelChoiceField)
        courses.queryset = Course.objects.filter(current__isnull=False)
        states = sorted((place.state, place.name) for place in places.states())
        _choose(self, "state", [("", "–"), *states])
        _choose(self, "partner", [("", "–"), *partner_choices(today)])
        _choose(self, "product", [(p, words.product(p)) for p in ("", *Product)])

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if bool(said.get("state")) == bool(said.get("partner")):
            self.add_error("partner", gettext("Name a state or a program, and not both."))
        as_of, again = said.get("as_of"), said.get("next_review")
        if as_of and again and again <= as_of:
            self.add_error("next_review", gettext("This must come after the day it was read."))
        course, least = said.get("course"), said.get("least_version")
        if course and least and course.current and least > course.current.number:
            told = gettext("This course has no such version yet; it stands at %(n)d.")
            self.add_error("least_version", told % {"n": course.current.number})
        return said
