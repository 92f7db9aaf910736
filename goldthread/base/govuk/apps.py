from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "goldthread.base.govuk"
    label = "govuk"
