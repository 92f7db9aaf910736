from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "goldthread.loop.actions"
    label = "actions"
