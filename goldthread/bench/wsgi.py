"""The product as gunicorn serves it, on the bench's database."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.site.settings")

from goldthread.bench.database import turn_as_told
from goldthread.site.wsgi import application

turn_as_told()

__all__ = ["application"]
