from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "goldthread.base.access"
    label = "access"
