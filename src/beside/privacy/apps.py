from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "beside.privacy"
    label = "privacy"
