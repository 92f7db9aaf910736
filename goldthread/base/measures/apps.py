from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldthread.base.measures"
    label = "measures"
