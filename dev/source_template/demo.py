"""A fictional round of it, made by the steps that people take."""

from datetime import date, timedelta

from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.people.rules import Role
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.queries import people_for
from goldthread.sources.source_template import workflow
from goldthread.sources.source_template.models import SourceTemplate
from goldthread.sources.source_template.rules import WAY


def build_demo(board: Board, *, team: User, on: date) -> None:
    """One record for each organisation that works with the board."""
    activity = activities.add_activity(board, by=team, way=WAY, title="Source template")
    workflow.ask_for_source_template(
        activity,
        by=team,
        organisations=Organisation.objects.filter(boards=board, replaced_by=None),
        what="Source template",
        due_on=on,
        on=on - timedelta(days=30),
    )
    for record in SourceTemplate.objects.filter(contribution__activity=activity):
        agency = record.contribution.organisation_id
        if lead := people_for(agency, Role.AGENCY_LEAD).first():
            answer = "Staff say that they are listened to more than a year ago."
            workflow.submit(record, by=lead, answer=answer, on=on)
