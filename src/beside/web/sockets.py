"""Every WebSocket of the house: the same origin only, with the session of whoever signed in."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.apps import apps


def application() -> Any:
    """Channels with an Origin check and session sign-in, for the routes rooms offer.

    A room offers sockets in `routing.py` as `websocket_urlpatterns`.
    """
    return AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(_routes())))


def _routes() -> list[Any]:
    routes: list[Any] = []
    for room in apps.get_app_configs():
        if room.name.startswith("beside.") and find_spec(f"{room.name}.routing"):
            routes += import_module(f"{room.name}.routing").websocket_urlpatterns
    return routes
