from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "goldthread.loop.plan"
    label = "plan"

    def ready(self) -> None:
        from goldthread.base.govuk.rules import STATE_COLOURS

        STATE_COLOURS.update(started="blue", set="blue", kept="green")
