from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "goldthread.loop.themes.register"
    label = "register"

    def ready(self) -> None:
        from goldthread.base.govuk.rules import STATE_COLOURS

        STATE_COLOURS.update(
            uploaded="blue", matched="blue", imported="green", abandoned="grey"
        )
