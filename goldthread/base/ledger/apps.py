from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "goldthread.base.ledger"
    label = "ledger"
