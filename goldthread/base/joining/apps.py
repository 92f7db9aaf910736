from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "goldthread.base.joining"
    label = "joining"

    def ready(self) -> None:
        from goldthread.base.joining.workflow.confirming import remind_of_members
        from goldthread.base.joining.workflow.leaving import close_accounts
        from goldthread.base.joining.workflow.people import hold_orphans
        from goldthread.base.post.rules import DUE

        DUE.extend((close_accounts, hold_orphans, remind_of_members))
