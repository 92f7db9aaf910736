from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "goldthread.base.cases"
    label = "cases"

    def ready(self) -> None:
        from goldthread.base.access.guards import GATES
        from goldthread.base.cases import gate, workflow
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.post.rules import DUE

        STATE_COLOURS.update(lifted="grey")
        GATES.append(gate.asks_first)
        DUE.append(workflow.remind)
