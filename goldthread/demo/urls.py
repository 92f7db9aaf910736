"""Included only where the settings say that this is the demo."""

from django.urls import path

from goldthread.demo import views

app_name = "demo"

urlpatterns = [path("", views.personas, name="personas")]
