"""Where section 11 is found."""

from django.urls import path

from goldthread.sources.section11.urls import (
    agency,
    board,
    challenges,
    cycles,
    evidence,
)
from goldthread.sources.section11.views import lists, records

app_name = "section11"
RETURN, CYCLE = "section11/<int:pk>/", "section11/cycles/<int:pk>/"

urlpatterns = [
    path("section11/", lists.index, name="index"),
    path("section11/cycles/", lists.cycles, name="cycles"),
    path("section11/evidence/", lists.vault, name="vault"),
    path(CYCLE, records.cycle, name="cycle"),
    path(f"{CYCLE}grid/", records.grid, name="grid"),
    path(RETURN, records.show, name="show"),
    path(f"{RETURN}change/", records.change, name="change"),
    *cycles.urlpatterns,
    *agency.urlpatterns,
    *board.urlpatterns,
    *evidence.urlpatterns,
    *challenges.urlpatterns,
]
