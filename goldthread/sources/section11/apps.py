from django.apps import AppConfig


class Section11Config(AppConfig):
    name = "goldthread.sources.section11"
    label = "section11"
    verbose_name = "Section 11 self-assessments"

    def ready(self) -> None:
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.ledger import watching
        from goldthread.base.post.rules import DUE
        from goldthread.base.tokens.rules import SCOPES
        from goldthread.loop.activities.rules import Source, Way, register
        from goldthread.sources.section11.summary import summarise
        from goldthread.sources.section11.workflow.escalating import escalate

        register(
            Source(
                slug="section11",
                label="Section 11",
                way=Way.SECTION_11,
                basis="Section 11 audits reach every organisation online, and the board "
                "“retains an overview of all audit work completed” (framework, "
                "section 5; Children Act 2004, section 11).",
                home="section11:index",
                summarise=summarise,
            )
        )
        DUE.append(escalate)
        watching.LEFT_OUT["section11.stafftally"] = (
            "a trace would say when somebody answered, and which answers were hers"
        )
        SCOPES.update(
            cycles="Section 11 cycles, and what they ask",
            returns="Section 11 returns, with their answers once they are submitted",
            grades="What section 11 returns came to, by standard",
        )
        STATE_COLOURS.update(
            drafted="grey",
            piloted="yellow",
            invited="blue",
            lead_confirmed="blue",
            awaiting_signoff="orange",
            submitted="purple",
            clarification="orange",
            moderating="purple",
            provisional="purple",
            agreed="green",
            disputed="red",
            final="green",
            exempt="grey",
        )
