"""Where files are served from."""

from django.urls import path

from goldthread.base.uploads import views

app_name = "uploads"

urlpatterns = [path("files/<uuid:reference>/", views.file, name="file")]
