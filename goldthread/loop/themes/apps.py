from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "goldthread.loop.themes"
    label = "themes"

    def ready(self) -> None:
        """Put our colours and our link where the base looks for them."""
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.joining.rules import BOARD_LINKS
        from goldthread.loop.themes import queries

        STATE_COLOURS.update(carried="purple", closed="green", merged="grey")
        BOARD_LINKS.append(queries.link_to_matrix)
