from django.apps import AppConfig


class DisposalConfig(AppConfig):
    name = "goldthread.base.disposal"
    label = "disposal"

    def ready(self) -> None:
        from goldthread.base.disposal import queries
        from goldthread.base.govuk.pages import thread
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.joining.rules import BOARD_LINKS

        STATE_COLOURS.update(destroyed="grey", declined="grey")
        BOARD_LINKS.append(queries.link_to_disposals)
        thread("vault.casekey")(queries.what_it_holds)
        thread("vault.casekey")(queries.disposals_of)
        for model in queries.sealed_models():
            thread(model._meta.label_lower)(queries.kept_in)
