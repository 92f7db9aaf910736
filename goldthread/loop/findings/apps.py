from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "goldthread.loop.findings"
    label = "findings"

    def ready(self) -> None:
        from goldthread.base.tokens.rules import SCOPES

        SCOPES.update(findings="Findings, but for those of restricted activities")
