from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "goldthread.base.tokens"
    label = "tokens"

    def ready(self) -> None:
        from goldthread.base.govuk.rules import STATE_COLOURS
        from goldthread.base.joining.rules import BOARD_LINKS
        from goldthread.base.tokens import queries

        BOARD_LINKS.append(queries.link_to_tokens)
        STATE_COLOURS.update(revoked="grey")
