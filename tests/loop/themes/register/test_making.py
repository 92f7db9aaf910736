import pytest

from goldthread.base.joining.models import Partnership
from goldthread.loop.themes.register import workflow
from tests.factories import (
    BoardFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
)

pytestmark = pytest.mark.django_db
REGISTER = """ref,area,activity,title,date,kind,finding,agencies,themes
1,Kingston,section 11,Audit,2026,concern,Found one.,Police; Health,Neglect
"""


def test_an_organisation_with_people_of_its_own_is_asked_before_it_is_a_partner():
    board = BoardFactory()
    police, health = (
        OrganisationFactory(name="Police"),
        OrganisationFactory(name="Health"),
    )
    agency_lead(police)
    amira = board_team(board)
    upload = workflow.import_register(
        board, by=amira, name="register.csv", data=REGISTER.encode()
    )
    workflow.match(upload, by=amira, columns=upload.columns)

    workflow.bring_in(upload, by=amira)

    assert list(board.partners.all()) == [health]
    assert [str(asked) for asked in Partnership.objects.all()] == [
        f"Police, asked to work with {board}"
    ]
