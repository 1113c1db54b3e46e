"""Where machines call: the telephone provider."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

app_name = "line_machine"
CABINETS = ("phone", "voice")

urlpatterns: list[URLPattern] = [
    pattern
    for cabinet in CABINETS
    if find_spec(f"beside.line.{cabinet}.machine_urls")
    for pattern in import_module(f"beside.line.{cabinet}.machine_urls").urlpatterns
]
