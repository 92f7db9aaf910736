"""PostgreSQL for Django: the server named in settings, or our own if none is named."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from goldthread.site import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        # Here and not in settings: a command that never connects starts no server.
        if settings.EMBEDDED:
            server = embedded.start(settings.VAR / "postgres")
            self.settings_dict.update(
                HOST=server.host, PORT=server.port, USER=embedded.OWNER
            )
        return super().get_connection_params()
