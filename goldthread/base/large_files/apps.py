from django.apps import AppConfig


class LargeFilesConfig(AppConfig):
    name = "goldthread.base.large_files"
    label = "large_files"

    def ready(self) -> None:
        from goldthread.base.govuk.pages import LEAVING
        from goldthread.base.joining.rules import BOARD_LINKS
        from goldthread.base.large_files import queries, workflow
        from goldthread.base.post.rules import AFTERWARDS

        BOARD_LINKS.append(queries.link_to_large_files)
        LEAVING.append(workflow.leaving)
        AFTERWARDS.append(workflow.prune)
