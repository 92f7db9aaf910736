from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "goldthread.base.joining"
    label = "joining"
