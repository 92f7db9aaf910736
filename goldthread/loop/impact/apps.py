from django.apps import AppConfig


class ImpactConfig(AppConfig):
    """Tells the clock, the calendar and those who reorganise what checks need of them."""

    name = "goldthread.loop.impact"
    label = "impact"

    def ready(self) -> None:
        from django.db.models import Q

        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.joining.rules import Work, hold
        from goldthread.base.post.rules import DUE
        from goldthread.loop.activities.rules import DATES
        from goldthread.loop.impact import queries, workflow

        DUE.append(workflow.remind)
        DATES.append(queries.check_dates)
        hold(
            Work(
                "impact.check",
                "impact checks",
                Q(state="planned"),
                field="checker",
                fits=queries.may_check,
                left=workflow.tell_unchecked,
            )
        )
        STATE_COLOURS.update(embedded="green", partly="yellow", not_yet="orange")
