from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "goldthread.loop.activities"
    label = "activities"

    def ready(self) -> None:
        """Put our dates, reminders, links and open work where the base looks for them."""
        from django.db.models import Q

        from goldthread.base.cases import rules as cases
        from goldthread.base.govuk.pages import thread
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.joining.rules import (
            BOARD_LINKS,
            ORGANISATION_LINKS,
            Work,
            hold,
        )
        from goldthread.base.post.rules import DUE
        from goldthread.loop.activities import queries, rules, workflow

        rules.DATES += [
            queries.contribution_dates,
            queries.activity_dates,
            queries.meeting_dates,
        ]
        DUE.append(workflow.remind)
        STATE_COLOURS.update(
            asked="blue", received="green", under_way="blue", reported="yellow"
        )
        BOARD_LINKS.extend(
            (
                queries.link_to_activities,
                queries.link_to_year_ahead,
                queries.link_to_unheld,
            )
        )
        ORGANISATION_LINKS.append(queries.link_to_contributions)
        thread("plan.intention")(queries.activities_of_intention)
        thread("plan.line")(queries.activities_of_line)
        cases.RECORDS.append(queries.of_case)
        cases.INVOLVED.append(queries.involved)
        cases.AFTER_EXCLUSION.append(workflow.pass_on)
        unfinished = Q(state__in=queries.OPEN)
        hold(
            Work(
                "activities.activity",
                "activities to lead",
                unfinished,
                field="lead",
                fits=queries.may_lead,
                left=workflow.tell_unled,
            )
        )
        hold(
            Work(
                "activities.contribution",
                "contributions to send",
                Q(state="asked"),
                field="person",
                organisation="organisation",
                fits=queries.may_reply,
                left=workflow.tell_ungiven,
            )
        )
