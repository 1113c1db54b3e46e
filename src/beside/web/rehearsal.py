"""What a web process otherwise does while the first people wait: a spare does it beforehand.

Only what never changes while the process lives: pages' code, templates, words, the ground of
the maps. Nothing of the database, which may say something else when the spare is needed.
"""

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.template import TemplateDoesNotExist, TemplateSyntaxError, loader
from django.urls import get_resolver
from django.utils import translation

log = logging.getLogger(__name__)


def rehearse() -> None:
    """Read every page's code, every template, each language and the ground of the maps."""
    from beside.directory.finder import ground

    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext(language)  # any word: the catalogue is read for it
            get_resolver().reverse_dict  # noqa: B018 - asked so that it is there
    for name in _templates():
        try:
            loader.get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError):
            log.warning("a template cannot be read", extra={"template": name})
    ground.warm()
    connections.close_all()
    gc.collect()
    gc.freeze()  # what stands now is not looked at again


def _templates() -> Iterator[str]:
    for room in apps.get_app_configs():
        folder = Path(room.path) / "templates"
        if room.name.startswith("beside."):
            for path in sorted(folder.rglob("*.html")):
                yield str(path.relative_to(folder))
