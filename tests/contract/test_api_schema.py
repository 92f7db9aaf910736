"""The read API, asked whatever its own document allows and much that it does not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig
from schemathesis.config import SchemathesisConfig as Config
from schemathesis.specs.openapi import checks as of_openapi

from goldthread.site.api import schema
from tests.conftest import TODAY
from tests.factories import AnswerFactory, FindingFactory, SelfAssessmentFactory
from tests.programs import issued

pytestmark = pytest.mark.django_db
EXAMPLES = 20
HELD = [
    checks.not_a_server_error,
    of_openapi.status_code_conformance,
    of_openapi.content_type_conformance,
    of_openapi.response_headers_conformance,
    of_openapi.response_schema_conformance,
    of_openapi.positive_data_acceptance,
    of_openapi.unsupported_method,
]


@pytest.fixture
def read():
    """A submitted return with an answer, a finding, and the secret of who reads them."""
    assessment = SelfAssessmentFactory(sent=True, submitted_on=TODAY, state="submitted")
    AnswerFactory(assessment=assessment, said={"a": [1, None]})
    board = assessment.cycle.activity.board
    FindingFactory(activity__board=board)
    return assessment.cycle.slug, issued(board)[1]


@pytest.fixture
def in_this_transaction():
    """What the program asks sees what the test has made, as with Django’s own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def document():
    generation = GenerationConfig(max_examples=EXAMPLES, deterministic=True)
    projects = ProjectsConfig(default=ProjectConfig(generation=generation))
    found = schemathesis.openapi.from_dict(schema(), config=Config(projects=projects))
    found.app = get_wsgi_application()
    return found


DOCUMENT = document()


@DOCUMENT.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_asked_is_answered_as_the_document_says(
    case, read, in_this_transaction
):
    slug, secret = read
    bearer = {"Authorization": f"Bearer {secret}"}

    case.call_and_validate(headers=bearer, checks=HELD)
    if "slug" in case.path_parameters:
        case.path_parameters["slug"] = slug
        case.call_and_validate(headers=bearer, checks=HELD)
