from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Tells the clock, the calendar and those who reorganise what actions need of them."""

    name = "goldthread.loop.actions"
    label = "actions"

    def ready(self) -> None:
        from django.db.models import Q

        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.joining.rules import ORGANISATION_LINKS, Work, hold
        from goldthread.base.post.rules import DUE
        from goldthread.loop.actions import queries, workflow
        from goldthread.loop.activities.rules import DATES

        DUE.extend((workflow.escalate_overdue, workflow.remind))
        DATES.append(queries.action_dates)
        ORGANISATION_LINKS.append(queries.link_to_obligations)
        hold(
            Work(
                "actions.action",
                "actions",
                ~Q(state__in=("verified", "withdrawn")),
                field="person",
                organisation="organisation",
                fits=queries.may_do,
                left=workflow.tell_left,
            )
        )
        STATE_COLOURS.update(sent_back="purple", withdrawn="grey")
