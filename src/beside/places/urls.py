"""Addresses of places."""

from django.urls import path

from beside.places import views

app_name = "places"
urlpatterns = [path("map-data/", views.sources, name="sources")]
