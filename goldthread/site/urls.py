"""The addresses of the product. Each stage holds its own, in full."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from goldthread.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("goldthread.loop.findings.urls")),
]

if settings.DEMO:
    pass

handler400 = "goldthread.site.views.bad_request"
handler403 = "goldthread.site.views.missing"
handler404 = "goldthread.site.views.missing"
handler500 = "goldthread.site.views.broken"
