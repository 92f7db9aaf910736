"""The navigation every page shows: the loop, in its order."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    return {"navigation": {"items": [], "account": []}}
