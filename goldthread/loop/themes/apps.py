from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "goldthread.loop.themes"
    label = "themes"
