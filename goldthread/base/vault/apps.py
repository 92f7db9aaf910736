from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "goldthread.base.vault"
    label = "vault"

    def ready(self) -> None:
        from goldthread.base.vault import checks  # noqa: F401  it registers itself
