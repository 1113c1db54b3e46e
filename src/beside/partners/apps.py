from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "beside.partners"
    label = "partners"
