from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "goldthread.loop.impact.assessments"
    label = "assessments"

    def ready(self) -> None:
        from goldthread.base.govuk.pages import thread
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.loop.impact.assessments import queries

        thread("plan.year")(queries.help_of)
        STATE_COLOURS.update(effective="green", not_effective="orange")
