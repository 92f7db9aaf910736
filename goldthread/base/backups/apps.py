from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "goldthread.base.backups"
    label = "backups"
