from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "goldthread.base.drafts"
    label = "drafts"

    def ready(self) -> None:
        from goldthread.base.drafts import workflow
        from goldthread.base.post.rules import AFTERWARDS

        AFTERWARDS.append(workflow.prune)
