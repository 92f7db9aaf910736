"""Reads that span tables: whom a cycle asks, a return as a whole, pictures of many."""

from goldthread.sources.section11.queries.asked import (
    give_to_boards,
    last_cycle,
    leads_of,
    not_asked_yet,
    to_assign,
    turnaround,
    unjudged,
    without_feedback,
)
from goldthread.sources.section11.queries.bringing import Difference, differences
from goldthread.sources.section11.queries.comparing import (
    beside_others,
    through_cycles,
)
from goldthread.sources.section11.queries.emerging import behind, emerging
from goldthread.sources.section11.queries.pictures import grid, owed, tracker
from goldthread.sources.section11.queries.reading import (
    cycles_of,
    kept,
    letter,
    neighbours,
    offered,
    to_moderate,
    whole,
)
from goldthread.sources.section11.queries.returns import (
    by_standard,
    carried,
    carried_evidence,
    checked,
    held,
    hers,
    standards_of,
    suspects,
    told,
)
from goldthread.sources.section11.queries.spreads import distribution, everywhere
from goldthread.sources.section11.queries.surveying import (
    Assurance,
    asked_of_staff,
    assurance,
    survey_at,
)
from goldthread.sources.section11.queries.telling import status, whole_cycle

__all__ = [
    "Assurance",
    "Difference",
    "asked_of_staff",
    "assurance",
    "behind",
    "beside_others",
    "by_standard",
    "carried",
    "carried_evidence",
    "checked",
    "cycles_of",
    "differences",
    "distribution",
    "emerging",
    "everywhere",
    "give_to_boards",
    "grid",
    "held",
    "hers",
    "kept",
    "last_cycle",
    "leads_of",
    "letter",
    "neighbours",
    "not_asked_yet",
    "offered",
    "owed",
    "standards_of",
    "status",
    "survey_at",
    "suspects",
    "through_cycles",
    "to_assign",
    "to_moderate",
    "told",
    "tracker",
    "turnaround",
    "unjudged",
    "whole",
    "whole_cycle",
    "without_feedback",
]
