"""The addresses of the product. Each stage holds its own, in full."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from goldthread.site import sign_in, views

# allauth's pages, but for those that we close: nobody signs up, or changes her address.
CLOSED = r"^(?:(?:signup|email|confirm-email|3rdparty/signup)(?:/|$)|3rdparty/$)"
account: list[URLPattern | URLResolver] = [
    re_path(CLOSED, sign_in.closed),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("sources/", views.sources, name="sources"),
    path("recorded/", views.recorded, name="recorded"),
    path("stay/", views.stay, name="stay"),
    path("choose_board/", views.choose_board, name="choose_board"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("account/", include(account)),
    path("", include("goldthread.base.joining.urls")),
    path("", include("goldthread.base.errands.urls")),
    path("", include("goldthread.base.disposal.urls")),
    path("", include("goldthread.base.large_files.urls")),
    path("", include("goldthread.base.retention.urls")),
    path("", include("goldthread.base.tokens.urls")),
    path("", include("goldthread.base.uploads.urls")),
    path("", include("goldthread.base.cases.urls")),
    path("", include("goldthread.loop.plan.urls")),
    path("", include("goldthread.loop.activities.urls")),
    path("", include("goldthread.loop.activities.referrals.urls")),
    path("", include("goldthread.loop.findings.urls")),
    path("", include("goldthread.loop.reports.urls")),
    path("", include("goldthread.loop.themes.urls")),
    path("", include("goldthread.loop.themes.register.urls")),
    path("", include("goldthread.loop.actions.urls")),
    path("", include("goldthread.loop.actions.briefings.urls")),
    path("", include("goldthread.loop.impact.urls")),
    path("", include("goldthread.loop.impact.assessments.urls")),
    *(path("", include(f"{source}.urls")) for source in settings.SOURCES),
    path("api/v1/", include("goldthread.site.api")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("goldthread.demo.urls")))

handler400 = "goldthread.site.views.bad_request"
handler403 = "goldthread.site.views.missing"
handler404 = "goldthread.site.views.missing"
handler500 = "goldthread.site.views.broken"
