"""What every base template knows: the house's name, its menus, its languages."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from beside.design import banners, languages, navigation
from beside.design.banners import Banner
from beside.design.navigation import Link

THEMES = ("auto", "light", "dark")
FONTS = ("house", "system", "spaced")


@dataclass(frozen=True)
class Language:
    """A language of the house, and this same page in it."""

    code: str
    name: str
    url: str
    path: str
    current: bool


class House:
    """Read by base templates as `house`; nothing is looked up before it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def name(self) -> str:
        """The neutral name in titles and at the head of the page."""
        return str(settings.HOUSE_NAME)

    @property
    def demo(self) -> bool:
        """Whether the people and places shown are invented; every page says so."""
        return bool(settings.DEMO)

    @property
    def help_number(self) -> str:
        """The telephone number that stands at the foot of every page."""
        return str(settings.HELP_NUMBER)

    @property
    def address(self) -> str:
        """Scheme and host, without a closing slash."""
        return str(settings.SITE_ADDRESS).rstrip("/")

    @cached_property
    def languages(self) -> list[Language]:
        """Every language of the house, each with this page in it."""
        now = translation.get_language()
        asked, path = self.full_path, self.path
        match = self._request.resolver_match
        codes = languages.codes_of(match.func if match else None)
        return [
            Language(code, name, in_language(asked, code), in_language(path, code), code == now)
            for code, name in settings.LANGUAGES
            if code in codes
        ]

    @property
    def other_languages(self) -> list[Language]:
        """The languages this page is not in."""
        return [language for language in self.languages if not language.current]

    @cached_property
    def overdose_now(self) -> Link | None:
        return navigation.single("overdose_now")

    @cached_property
    def finder(self) -> Link | None:
        return navigation.single("finder")

    @cached_property
    def keep(self) -> Link | None:
        return navigation.single("keep")

    @cached_property
    def about(self) -> Link | None:
        return navigation.single("about")

    @property
    def cards(self) -> list[Link]:
        return navigation.standing("card")

    @property
    def footer(self) -> list[Link]:
        return navigation.standing("footer")

    @cached_property
    def staff_links(self) -> list[Link]:
        """The menu of whoever is signed in; on the way in there is none."""
        return navigation.staff_links(self._request.user) if self.signed_in else []

    @cached_property
    def palette(self) -> list[Link]:
        return navigation.staff_links(self._request.user, hidden=True) if self.signed_in else []

    @property
    def signed_in(self) -> bool:
        """Whether anybody is: nobody is on pages made without a session."""
        return bool(getattr(getattr(self._request, "user", None), "is_authenticated", False))

    @cached_property
    def here(self) -> Link | None:
        """The staff link this page stands under: the longest address it begins with.

        The first link is the front page, with which every address begins: it is itself alone.
        """
        under = [link for link in self.staff_links if self.path.startswith(link.url)]
        here = max(under, key=lambda link: len(link.url), default=None)
        is_beside = here and here == self.staff_links[0] and here.url != self.path
        return None if is_beside else here

    @cached_property
    def banners(self) -> list[Banner]:
        return banners.standing(self._request)

    @cached_property
    def own(self) -> Link | None:
        """The page of whoever is signed in."""
        return next((link for link in self.staff_links if link.name == "own"), None)

    @property
    def who(self) -> str:
        """The name of whoever is signed in."""
        return self._preference("name")

    @property
    def themes(self) -> tuple[str, ...]:
        return THEMES

    @property
    def theme(self) -> str:
        """What a member of staff chose, on this device or else for their account."""
        chosen = self._request.COOKIES.get("theme") or self._preference("theme")
        return chosen if chosen in THEMES else "auto"

    @property
    def font(self) -> str:
        """The letters a member of staff chose: house, system or spaced."""
        chosen = self._preference("font")
        return chosen if chosen in FONTS else "house"

    def _preference(self, name: str) -> str:
        """What the account says, for whoever has one."""
        return str(getattr(getattr(self._request, "user", None), name, ""))

    @property
    def front(self) -> str:
        """The front page in the language of this page."""
        return f"/{translation.get_language()}/"

    @property
    def path(self) -> str:
        return self._request.path

    @property
    def full_path(self) -> str:
        """The address with what was asked."""
        return self._request.get_full_path()


def in_language(path: str, code: str) -> str:
    """The same page in another language: the first part of the path is the language."""
    first, _, rest = path.lstrip("/").partition("/")
    known = dict(settings.LANGUAGES)
    return f"/{code}/{rest}" if first in known else f"/{code}/"


def house(request: HttpRequest) -> dict[str, House]:
    """Context processor."""
    return {"house": House(request)}
