"""Addresses of supply, cabinet by cabinet."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

from beside.supply.apps import CABINETS

app_name = "supply"

urlpatterns: list[URLPattern] = [
    pattern
    for cabinet in CABINETS
    if find_spec(f"beside.supply.{cabinet}.urls")
    for pattern in import_module(f"beside.supply.{cabinet}.urls").urlpatterns
]
