"""Addresses of supply for machines, cabinet by cabinet."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

from beside.supply.apps import CABINETS

app_name = "supply_machine"

urlpatterns: list[URLPattern] = [
    pattern
    for cabinet in CABINETS
    if find_spec(f"beside.supply.{cabinet}.machine_urls")
    for pattern in import_module(f"beside.supply.{cabinet}.machine_urls").urlpatterns
]
