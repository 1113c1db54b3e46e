"""Every address of the house. Pages have the language in the path; machines do not."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from beside.web import look, machines, views

# Each room may have `urls.py` (pages) and `machine_urls.py` (no language). Addresses are tried in
# this order: what the public asks for most stands first.
ROOMS = (
    "directory",
    "line",
    "supply",
    "peers",
    "design",
    "accounts",
    "places",
    "privacy",
    "partners",
    "training",
    "kernel",
)


def _pages() -> list[URLPattern | URLResolver]:
    return [path("", include(f"beside.{room}.urls")) for room in ROOMS if _has_urls(room)]


def _machines() -> list[URLPattern | URLResolver]:
    return [
        path("", include(f"beside.{room}.machine_urls"))
        for room in ROOMS
        if find_spec(f"beside.{room}.machine_urls")
    ]


def _has_urls(room: str) -> bool:
    return find_spec(f"beside.{room}.urls") is not None


urlpatterns = [
    *i18n_patterns(
        path("", views.front, name="front"),
        *_pages(),
        path("about/", views.about, name="about"),
        path("staff/", look.staff_home, name="staff_home"),
        path("staff/theme/", look.choose_theme, name="theme"),
        path("staff/design/", look.gallery, name="gallery"),
    ),
    path("", views.language_door, name="language_door"),
    path("exit", machines.leave, name="exit"),
    *_machines(),
    path("worker.js", machines.worker, name="worker"),
    path("site.webmanifest", machines.manifest, name="manifest"),
    path("favicon.ico", machines.favicon, name="favicon"),
]

handler400 = "beside.web.problems.bad_request"
handler403 = "beside.web.problems.refused"
handler404 = "beside.web.problems.not_found"
handler500 = "beside.web.problems.broken"
