"""Start-up is refused for a route or a step that the table does not know."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from goldthread.base.access.table import rows

LIBRARIES = ("allauth.", "django.views.static")  # they guard their own pages


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address the resolver knows, with the view behind it."""
    for item in resolver.url_patterns:
        address = prefix + str(item.pattern)
        if isinstance(item, URLPattern):
            yield address, item.callback
        else:
            yield from routes(item, address)


def unguarded(view: Any) -> str | None:
    """Why this view may not be served, if it may not."""
    door = getattr(view, "guarded", None)
    if door is None:
        return None if view.__module__.startswith(LIBRARIES) else "has no guard"
    label, action = door
    if label and not rows(label, action):
        return f"asks for “{action}” on {label}, which no row of the policy gives"
    return None


@register
def every_route_has_a_row(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"The route {address} {why}.", id="access.E001")
        for address, view in routes(get_resolver())
        if (why := unguarded(view))
    ]
