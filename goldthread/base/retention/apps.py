from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "goldthread.base.retention"
    label = "retention"

    def ready(self) -> None:
        from django.db.models import F

        from goldthread.base.govuk.pages import thread
        from goldthread.base.joining.rules import BOARD_LINKS
        from goldthread.base.retention import checks, queries  # noqa: F401 (check)
        from goldthread.base.retention.rules import TRIGGERS, Trigger

        TRIGGERS["case_closed"] = Trigger("the case is closed", queries.closed_on)
        TRIGGERS["kept_since"] = Trigger("it was sent", lambda: F("made_on"))
        BOARD_LINKS.append(queries.link_to_due)
        thread("vault.casekey")(queries.its_time)
