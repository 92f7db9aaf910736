from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "goldthread.loop.plan"
    label = "plan"
