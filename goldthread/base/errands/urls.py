"""Where the progress of long work is seen."""

from django.urls import path

from goldthread.base.errands import views

app_name = "errands"

urlpatterns = [path("errands/<int:pk>/", views.show, name="show")]
