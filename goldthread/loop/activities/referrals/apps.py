from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "goldthread.loop.activities.referrals"
    label = "referrals"

    def ready(self) -> None:
        from goldthread.base.govuk.pages import thread
        from goldthread.base.joining.rules import BOARD_LINKS
        from goldthread.loop.activities.referrals import queries

        BOARD_LINKS.append(queries.link_to_referrals)
        thread("activities.activity")(queries.referral_of)
