from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "goldthread.loop.activities"
    label = "activities"
