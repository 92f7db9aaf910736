from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "goldthread.base.instruments"
    label = "instruments"
