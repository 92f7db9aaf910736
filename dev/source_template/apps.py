from django.apps import AppConfig


class SourceTemplateConfig(AppConfig):
    name = "goldthread.sources.source_template"
    label = "source_template"
    verbose_name = "Source template"

    def ready(self) -> None:
        from goldthread.loop.activities.rules import Source, register
        from goldthread.sources.source_template.rules import WAY
        from goldthread.sources.source_template.summary import summarise

        register(
            Source(
                slug="source_template",
                label="Source template",
                way=WAY,
                basis="Say which guidance or which decision of the board it stands on.",
                home="source_template:index",
                summarise=summarise,
            )
        )
