from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "goldthread.loop.activities.referrals"
    label = "referrals"

    def ready(self) -> None:
        from goldthread.base.govuk.pages import thread
        from goldthread.base.joining.rules import BOARD_LINKS
        from goldthread.base.retention.rules import TRIGGERS, Trigger
        from goldthread.loop.activities.referrals import queries

        TRIGGERS["case_over"] = Trigger(queries.WHEN_OVER, queries.over_on)
        BOARD_LINKS.append(queries.link_to_referrals)
        thread("activities.activity")(queries.referral_of)
