"""The read API, version 1: what each app answers to programs, and the page that says so."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.module_loading import module_has_submodule
from ninja import NinjaAPI
from ninja.errors import ValidationError

from goldthread.base.access.guards import public
from goldthread.base.tokens.api import NOT_THERE, Refused, door, refused

app_name = "api"
AT = "/api/v1/"
READ = ["goldthread.loop.findings", *settings.SOURCES]

api = NinjaAPI(
    title="Goldthread",
    version="1",
    description="What one board has learned, for programs that read it. Every request "
    "brings the secret of a token; it reads what the token’s holder may see.",
    openapi_url=None,
    docs_url=None,
    urls_namespace=app_name,
)
for name in READ:
    if module_has_submodule(import_module(name), "api"):
        api.add_router("", import_module(f"{name}.api").router)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, why: Any) -> HttpResponse:
    """What is closed to the token and what is not there answer alike."""
    return refused(404, NOT_THERE)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, why: Any) -> HttpResponse:
    return refused(403, str(why))


@api.exception_handler(ValidationError)
def _misasked(request: HttpRequest, why: Any) -> HttpResponse:
    told = (f"{each['loc'][-1]}: {each['msg']}" for each in why.errors)
    return refused(422, f"Nothing was read. {'. '.join(told)}.")


# --- Its addresses ------------------------------------------------------------------------


def schema() -> dict[str, Any]:
    """What can be asked and what is answered, as OpenAPI."""
    return dict(api.get_openapi_schema(path_prefix=AT))


@public
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema())


@public
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people: one plain page, nothing loaded from elsewhere."""
    told = schema()
    operations = [
        (address, operation)
        for address, methods in told["paths"].items()
        for operation in methods.values()
    ]
    context = {"info": told["info"], "operations": operations}
    return render(request, "site/api.html", context)


@door
def nothing(request: HttpRequest, **rest: str) -> HttpResponse:
    """Any other address, so that a program is answered as a program."""
    return refused(404, NOT_THERE)


def _ours() -> Iterator[URLPattern]:
    """What the apps answer, each behind the door."""
    for each in cast("list[Any]", api.urls[0]):
        if each.name != "api-root":
            yield URLPattern(each.pattern, door(each.callback), None, each.name)


urlpatterns = [
    path("", docs, name="docs"),
    path("openapi.json", openapi, name="openapi"),
    *_ours(),
    path("<path:rest>", nothing),
]
