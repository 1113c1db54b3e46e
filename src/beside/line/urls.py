"""Addresses of the line, cabinet by cabinet."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

app_name = "line"
CABINETS = ("caller", "voice", "console", "dispatch", "rota")

urlpatterns: list[URLPattern] = [
    pattern
    for cabinet in CABINETS
    if find_spec(f"beside.line.{cabinet}.urls")
    for pattern in import_module(f"beside.line.{cabinet}.urls").urlpatterns
]
