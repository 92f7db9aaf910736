from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "goldthread.base.uploads"
    label = "uploads"
