from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "goldthread.loop.impact"
    label = "impact"
