"""What every answer says to the browser: pages, errors, files, redirects, downloads."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from goldthread.site import logs

Handler = Callable[[HttpRequest], HttpResponse]
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), "
    "microphone=(), payment=(), publickey-credentials-create=(self), "
    "publickey-credentials-get=(self), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = f"max-age={365 * 24 * 60 * 60}; includeSubDomains; preload"


def headers(get_response: Handler) -> Handler:
    """The outermost of all, so that nothing is answered without them.

    Only the files of the product itself may be kept by a browser, or by anything
    between.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with logs.asked(request) as number:
            response = get_response(request)
            logs.answered(request, response.status_code)
        for name, value in ALWAYS.items():
            response[name] = value
        response["X-Request-Id"] = number
        if request.is_secure():
            response["Strict-Transport-Security"] = HSTS
        if not _is_our_file(request, response):
            response["Cache-Control"] = "no-store"
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return handle


def _is_our_file(request: HttpRequest, response: HttpResponse) -> bool:
    served = response.status_code in {200, 206, 304}
    return served and request.path.startswith(settings.STATIC_URL)


@receiver(user_logged_out)
def forget(request: HttpRequest | None, **kwargs: Any) -> None:
    """However she was signed out, her browser keeps no page."""
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]


def origin(get_response: Handler) -> Handler:
    """Say where a form came from, which `no-referrer` makes the browser leave out.

    It then sends `Origin: null`, and says in Sec-Fetch-Site, which no page can forge,
    whether it was one of our pages. A browser too old to say so has only its token.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        of_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if of_ours and request.headers.get("Origin") == "null":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return get_response(request)

    return handle
