from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "goldthread.base.ledger"
    label = "ledger"

    def ready(self) -> None:
        from goldthread.base.ledger import watching  # noqa: F401  # its check
