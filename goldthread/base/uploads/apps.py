from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "goldthread.base.uploads"
    label = "uploads"

    def ready(self) -> None:
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.post.rules import AFTERWARDS
        from goldthread.base.uploads import workflow

        STATE_COLOURS.update(quarantined="yellow", clean="green", blocked="red")
        AFTERWARDS.append(workflow.scan_waiting)
