from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "goldthread.loop.reports"
    label = "reports"
