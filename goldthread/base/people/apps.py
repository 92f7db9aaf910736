from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goldthread.base.people"
    label = "people"
