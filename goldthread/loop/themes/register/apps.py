from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "goldthread.loop.themes.register"
    label = "register"
