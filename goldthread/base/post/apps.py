from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "goldthread.base.post"
    label = "post"
