from django.apps import AppConfig


class ErrandsConfig(AppConfig):
    name = "goldthread.base.errands"
    label = "errands"

    def ready(self) -> None:
        from goldthread.base.errands import queries, workflow
        from goldthread.base.errands.rules import KINDS
        from goldthread.base.govuk.pages import thread
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.post.rules import AFTERWARDS

        STATE_COLOURS.update(running="blue", failed="red")
        AFTERWARDS.append(workflow.look_after)
        # The site is the first of the apps, and has read every workflow by now.
        for label in {kind.label for kind in KINDS.values()}:
            thread(label)(queries.in_hand)
