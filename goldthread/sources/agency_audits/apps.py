from django.apps import AppConfig


class AgencyAuditsConfig(AppConfig):
    name = "goldthread.sources.agency_audits"
    label = "agency_audits"
    verbose_name = "Single-agency audits"

    def ready(self) -> None:
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.loop.activities.rules import Source, Way, register
        from goldthread.sources.agency_audits.summary import summarise

        register(
            Source(
                slug="agency_audits",
                label="Single-agency audits",
                way=Way.SINGLE_AGENCY_AUDIT,
                basis="“The LSCB will have the opportunity to review the learning from "
                "this type of audit and to triangulate it” (framework, section 5).",
                home="agency_audits:index",
                summarise=summarise,
            )
        )
        STATE_COLOURS.update(
            notified="blue",
            triaged="yellow",
            clarify="orange",
            accepted="green",
            themed="purple",
            triangulated="purple",
            to_do="blue",
        )
