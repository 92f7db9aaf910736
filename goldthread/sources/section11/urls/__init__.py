"""Where section 11 is found."""

from django.urls import path

from goldthread.sources.section11.urls import (
    agency,
    board,
    challenges,
    cycles,
    evidence,
)
from goldthread.sources.section11.views import (
    lists,
    local,
    pictures,
    records,
    surveying,
)

app_name = "section11"
RETURN, CYCLE = "section11/<int:pk>/", "section11/cycles/<int:pk>/"

urlpatterns = [
    path("section11/", lists.index, name="index"),
    path("section11/cycles/", lists.cycles, name="cycles"),
    path("section11/evidence/", lists.vault, name="vault"),
    path(CYCLE, records.cycle, name="cycle"),
    path(f"{CYCLE}grid/", pictures.grid, name="grid"),
    path(f"{CYCLE}everywhere/", pictures.everywhere, name="everywhere"),
    path(f"{CYCLE}emerging/", pictures.emerging, name="emerging"),
    path(f"{CYCLE}emerging/<str:question>/", pictures.behind, name="behind"),
    path(f"{CYCLE}local_answers/", local.local_answers, name="local_answers"),
    path(RETURN, records.show, name="show"),
    path(f"{RETURN}change/", pictures.change, name="change"),
    path(f"{RETURN}everything/", records.everything, name="everything"),
    path(f"{RETURN}assurance/", surveying.assurance, name="assurance"),
    path("section11/survey/<slug:token>/", surveying.survey, name="survey"),
    *cycles.urlpatterns,
    *agency.urlpatterns,
    *board.urlpatterns,
    *evidence.urlpatterns,
    *challenges.urlpatterns,
]
