"""One test database, made by the owner and used as the role `app`, as in service."""

import os
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.databases import at, copy, drop
from tests.signing import shown_just_now

TODAY = date(2026, 11, 18)

# Keys, pages for personas and static files, as the demo has them: also on a PostgreSQL that
# is not our own. What only real use does, a test asks for.
settings.DEMO = settings.WHITENOISE_USE_FINDERS = True
settings.LARGE_FILE_ROWS = 500  # as in service; few enough in the demo to be tried

settings.STORAGES["staticfiles"] = {  # nobody collects them for a test
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, request):
    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    name = f"{os.environ.get('GOLDTHREAD_TEST_DB', 'test_goldthread')}_{worker}"
    owner = connections["owner"]
    with django_db_blocker.unblock():
        owner.settings_dict["TEST"]["NAME"] = name
        before = owner.settings_dict["NAME"]
        owner.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        default = connections["default"].settings_dict
        default["NAME"] = name
        # What a test sets up and looks at is not asked of the policy; pages and steps are.
        default["OPTIONS"]["options"] += " -c goldthread.trusted=on"
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        owner.creation.destroy_test_db(before, verbosity=0)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A database for one test, in which what is saved is saved, as in service."""
    with django_db_blocker.unblock():
        empty = connections["default"].settings_dict["NAME"]
        with at(name := f"{empty}_own"):
            copy(empty, name)
            yield name
        drop(name)


@pytest.fixture(autouse=True)
def _rate_limits_start_afresh(request):
    """allauth counts attempts in the cache."""
    yield
    if "db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def sign_in():
    """A browser in which this person is signed in, second factor and all."""

    def as_(user):
        Authenticator.objects.get_or_create(
            user=user, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
        client = Client()
        client.force_login(user)
        shown_just_now(client.session, user)
        return client

    return as_


# Beside a page's own reads: the test's savepoints, for whom it is, the note that the ledger
# takes of what is restricted, and the session's once a minute.
BESIDE = (
    "SAVEPOINT",
    "set_config",
    "SELECT ledger_opened",
    'UPDATE "django_session"',
)


@pytest.fixture
def statements():
    """How many SQL statements a page takes."""

    def of(client, address):
        with CaptureQueriesContext(connection) as seen:
            response = client.get(address)
        assert response.status_code == 200
        told = (query["sql"] for query in seen.captured_queries)
        return sum(not any(words in sql for words in BESIDE) for sql in told)

    return of
