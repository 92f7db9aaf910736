"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.site.settings")
application = get_wsgi_application()

from goldthread.base.vault.checks import refuse_to_serve  # noqa: E402  apps are ready now

refuse_to_serve()
