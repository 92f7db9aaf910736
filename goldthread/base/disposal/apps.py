from django.apps import AppConfig


class DisposalConfig(AppConfig):
    name = "goldthread.base.disposal"
    label = "disposal"

    def ready(self) -> None:
        from goldthread.base.disposal import queries
        from goldthread.base.govuk.pages import thread
        from goldthread.base.govuk.rules import STATE_COLOURS

        STATE_COLOURS.update(destroyed="grey", declined="grey")
        thread("vault.casekey")(queries.disposals_of)
        for model in queries.sealed_models():
            thread(model._meta.label_lower)(queries.kept_in)
