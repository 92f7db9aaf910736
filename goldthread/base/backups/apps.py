from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "goldthread.base.backups"
    label = "backups"

    def ready(self) -> None:
        from goldthread.base.backups import checks  # noqa: F401 (check)
