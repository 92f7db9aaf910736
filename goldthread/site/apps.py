from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class SiteConfig(AppConfig):
    """Reads every app's rows and steps, so that the table is whole before any use."""

    name = "goldthread.site"
    label = "site"

    def ready(self) -> None:
        # Earlier stages first, so that a record's own steps stand before later ones.
        configs = reversed(list(apps.get_app_configs()))
        ours = [c.name for c in configs if c.name.startswith("goldthread.")]
        for app in ours:
            for part in ("policy", "workflow"):
                if find_spec(f"{app}.{part}"):
                    import_module(f"{app}.{part}")
        import_module("goldthread.base.access.checks")
        import_module("goldthread.site.passwords")
