from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "goldthread.loop.themes.register"
    label = "register"

    def ready(self) -> None:
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.post.rules import DUE
        from goldthread.loop.themes.register import workflow

        DUE.append(workflow.leave_what_waits)
        STATE_COLOURS.update(
            uploaded="blue", matched="blue", imported="green", abandoned="grey"
        )
