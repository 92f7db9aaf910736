"""Who is in the demo. Everybody is made up; e-mail to `.example` reaches nobody."""

from typing import NamedTuple

from goldthread.base.people.rules import Role

BOTH = ("kingston", "richmond")


class Body(NamedTuple):
    """An organisation; `part_of` is another of the list, which comes before it."""

    name: str
    kind: str
    part_of: str = ""


# The first seven are spelt as in the register of findings, so that importing it finds them.
BODIES: dict[str, Body] = {
    "social care": Body("Children's social care", "la_children"),
    "health": Body("Health", "nhs_commissioner"),
    "education": Body("Education", "la_education"),
    "police": Body("Police", "police"),
    "housing": Body("Housing", "la_housing"),
    "health visiting": Body("Health visiting", "nhs_provider", "health"),
    "early help": Body("Early help", "la_children", "social care"),
    "hospital": Body("Weirside Hospital NHS Trust", "nhs_provider"),
    "northgate": Body("Weirside Hospital, Northgate", "nhs_provider", "hospital"),
    "quay": Body("Weirside Hospital, the Quay", "nhs_provider", "hospital"),
    "clinic": Body("Weirside Children’s Clinic", "nhs_provider", "hospital"),
    "mental health": Body("Lowland Mental Health NHS Trust", "nhs_provider"),
    "probation": Body("Probation", "probation"),
    "youth justice": Body("Youth Justice Service", "yot"),
    "academy": Body("Oakfield Academy", "school_academy", "education"),
    "school": Body("Ferry Lane Primary School", "school_maintained", "education"),
    "charity": Body("Harbour Young People’s Charity", "voluntary"),
    "refuge": Body("Safe Landing", "commissioned"),
}


class Circle(NamedTuple):
    """A group of the Kingston board, and what it is for."""

    name: str
    kind: str
    purpose: str


GROUPS: dict[str, Circle] = {
    "board": Circle(
        "Board", "board", "Decides together, and holds one another to account."
    ),
    "qasg": Circle(
        "Quality Assurance and Scrutiny Group",
        "qasg",
        "Reads the dataset, and asks what the numbers mean for children.",
    ),
    "case review": Circle(
        "Case Review Group",
        "case_review",
        "Decides what is reviewed, and what is learned from it.",
    ),
    "audit": Circle(
        "Multi-agency Audit Group",
        "audit",
        "Audits how organisations work together, several times a year.",
    ),
    "cdop": Circle(
        "Child Death Overview Panel",
        "cdop",
        "Reviews the death of every child, and what could be changed.",
    ),
    "learning": Circle(
        "Learning and Development Subgroup",
        "learning",
        "Plans training, and asks whether it changed practice.",
    ),
}


class Part(NamedTuple):
    """A person of the demo: her role, and where she holds it."""

    name: str
    role: Role
    places: tuple[str, ...] = ()


LEAD, MEMBER = Role.AGENCY_LEAD, Role.GROUP_MEMBER

# By the first part of the address: board.manager@demo.example. The administrator is
# invited by the operator, and then invites the two board managers.
CAST: dict[str, Part] = {
    "administrator": Part("Alex Morgan", Role.ADMINISTRATOR),
    "board.manager": Part("Grace Okafor", Role.BOARD_TEAM, ("kingston",)),
    "richmond.manager": Part("Hannah Weiss", Role.BOARD_TEAM, ("richmond",)),
    "coordinator": Part("Tom Ellis", Role.BOARD_TEAM, ("kingston",)),
    "chair": Part("Margaret Lindqvist", Role.CHAIR, BOTH),
    "scrutineer": Part("Samuel Adeyemi", Role.SCRUTINEER, BOTH),
    "board.member": Part("Ruth Castellan", MEMBER, ("board",)),
    "quality": Part("Daniel Osei", MEMBER, ("qasg",)),
    "case.review": Part("Leila Haddad", MEMBER, ("case review",)),
    "audit": Part("Owen Pritchard", MEMBER, ("audit",)),
    "cdop": Part("Nadia Rahman", MEMBER, ("cdop",)),
    "learning": Part("Claire Bennett", MEMBER, ("learning",)),
    "police": Part("Marcus Reid", LEAD, ("police",)),
    "health": Part("Joanna Fairweather", LEAD, ("health",)),
    "social.care": Part("Amara Nwosu", LEAD, ("social care",)),
    "housing": Part("Peter Lindgren", LEAD, ("housing",)),
    "education": Part("Sunita Patel", LEAD, ("education",)),
    "hospital": Part("Yusuf Karim", LEAD, ("hospital",)),
    "charity": Part("Kofi Mensah", LEAD, ("charity",)),
    # They sign what their colleagues have written.
    "police.chief": Part("Vivienne Ashdown", LEAD, ("police",)),
    "hospital.chief": Part("Zara Whitcombe", LEAD, ("hospital",)),
    "director": Part("Judith Penrose", LEAD, ("social care",)),
    "trustee": Part("Lorna Adair", LEAD, ("charity",)),
    "contributor": Part("Ben Archer", Role.CONTRIBUTOR, ("social care",)),
    "practitioner": Part("Ellie Tanner", Role.PRACTITIONER, ("health visiting",)),
}
