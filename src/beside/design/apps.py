from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "beside.design"
    label = "design"
