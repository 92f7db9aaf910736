"""Where the review list is found."""

from django.urls import path

from goldthread.base.retention import views

app_name = "retention"

urlpatterns = [path("retention/", views.due, name="due")]
