"""Addresses of the law for machines."""

from django.urls import path

from beside.supply.law.views import machine

urlpatterns = [path("law/facts.json", machine.facts, name="law_facts")]
