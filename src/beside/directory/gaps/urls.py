"""Addresses of the gaps pages."""

from django.urls import path

from beside.directory.gaps import views

urlpatterns = [
    path("staff/directory/gaps/", views.gaps, name="gaps"),
    path("staff/directory/gaps.csv", views.take_away, name="take_gaps_away"),
]
