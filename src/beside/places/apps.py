from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "beside.places"
    label = "places"
