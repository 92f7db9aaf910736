"""Sessions in the database, which do not close a page because they cannot be renewed.

Reading goes on while the disk is full. What is not renewed ends sooner, never later; a
new session, for whoever signs in, is saved or refused.
"""

import logging

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

logger = logging.getLogger(__name__)


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  Django's
        try:
            super().save(must_create=must_create)
        except UpdateError as lost:
            if not isinstance(lost.__context__, OperationalError):
                raise
            logger.warning("A session could not be renewed: the database took nothing")
