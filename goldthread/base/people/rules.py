"""The kinds of organisation and the roles people hold, in the field's own words."""

from datetime import date, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person is trusted to do; always held somewhere, never in general."""

    BOARD_TEAM = "board_team"
    CHAIR = "independent_chair"
    GROUP_MEMBER = "group_member"
    AGENCY_LEAD = "agency_lead"
    CONTRIBUTOR = "agency_contributor"
    SCRUTINEER = "scrutineer"
    PRACTITIONER = "practitioner"
    ADMINISTRATOR = "administrator"


ROLE_WORDS: dict[str, tuple[str, str]] = {
    Role.BOARD_TEAM: (
        "Board team",
        "Runs the loop for a board: plans, chases, drafts the paper.",
    ),
    Role.CHAIR: (
        "Independent chair",
        "Reads all that is open on the board; decides what was escalated.",
    ),
    Role.GROUP_MEMBER: (
        "Group member",
        "Scrutinises for a group of the board and verifies evidence.",
    ),
    Role.AGENCY_LEAD: (
        "Agency lead",
        "Answers for what one organisation owes, and sees no other's.",
    ),
    Role.CONTRIBUTOR: (
        "Agency contributor",
        "Does the one part of an organisation's work that they were given.",
    ),
    Role.SCRUTINEER: (
        "Scrutineer",
        "Follows the thread both ways; changes nothing.",
    ),
    Role.PRACTITIONER: (
        "Practitioner",
        "Works with children; reads what is shared with the workforce.",
    ),
    Role.ADMINISTRATOR: (
        "Administrator",
        "Configures the installation and sees no content.",
    ),
}

AT_BOARD = frozenset({Role.BOARD_TEAM, Role.CHAIR, Role.SCRUTINEER})
AT_ORGANISATION = frozenset({Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.PRACTITIONER})

ORGANISATION_TYPES: dict[str, str] = {
    "la_children": "Local authority: children's social care",
    "la_adult": "Local authority: adult social care",
    "la_public_health": "Local authority: public health",
    "la_housing": "Local authority: housing",
    "la_leisure": "Local authority: leisure",
    "la_licensing": "Local authority: licensing",
    "la_education": "Local authority: education",
    "district": "District council",
    "nhs_provider": "NHS provider",
    "nhs_commissioner": "NHS commissioner",
    "gp": "General practice",
    "police": "Police",
    "pcc": "Police and crime commissioner",
    "btp": "British Transport Police",
    "probation": "Probation",
    "prison": "Prison or young offender institution",
    "stc": "Secure training centre",
    "yot": "Youth offending team",
    "school_maintained": "School: maintained",
    "school_academy": "School: academy",
    "school_independent": "School: independent",
    "fe": "Further education",
    "alternative_provision": "Alternative provision",
    "early_years": "Early years",
    "voluntary": "Voluntary and community",
    "faith": "Faith",
    "commissioned": "Commissioned service",
    "other": "Other or not yet said",
}

GROUP_KINDS: dict[str, str] = {
    "board": "Board",
    "qasg": "Quality Assurance and Scrutiny Group",
    "case_review": "Case Review Group",
    "audit": "Multi-agency Audit Group",
    "cdop": "Child Death Overview Panel",
    "learning": "Learning and Development Subgroup",
    "other": "Another group of the board",
}

# Their members read what others must not: a second person lets anybody in.
TWO_PERSON_GROUPS = frozenset({"cdop", "case_review"})

CONFIRMED_FOR = timedelta(days=92)  # a quarter
REMINDED_BEFORE = timedelta(days=14)


def confirmed_until(on: date) -> date:
    """The last day of a membership that is confirmed on this day."""
    return on + CONFIRMED_FOR
