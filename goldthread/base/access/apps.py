from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "goldthread.base.access"
    label = "access"

    def ready(self) -> None:
        from goldthread.base.access import found, secured  # noqa: F401 (lookup, check)
