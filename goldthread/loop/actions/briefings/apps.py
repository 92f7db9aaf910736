from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "goldthread.loop.actions.briefings"
    label = "briefings"

    def ready(self) -> None:
        from goldthread.base.govuk.pages import thread
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.joining.rules import BOARD_LINKS
        from goldthread.loop.actions.briefings import queries

        BOARD_LINKS.append(queries.link_to_briefings)
        thread("findings.finding")(queries.briefings_of)
        thread("activities.activity")(queries.briefing_of)
        STATE_COLOURS.update(told="green", taken_back="grey")
