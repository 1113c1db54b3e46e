from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "beside.directory"
    label = "directory"
