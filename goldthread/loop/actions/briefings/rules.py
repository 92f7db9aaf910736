"""The means by which learning is spread, and how far a briefing has gone."""

MEANS: dict[str, str] = {
    "single_agency_training": "Single-agency training",
    "multi_agency_training": "The board’s multi-agency training",
    "conference": "Conference",
    "briefing": "Best practice briefing, forum or network",
    "newsletter": "The board’s newsletter",
}


def practitioners(number: int) -> str:
    return "1 practitioner" if number == 1 else f"{number:,} practitioners"


def said(reached: int, among: int | None) -> str:
    """Say '23 of 26 practitioners', or how many alone if nobody knows of how many."""
    return f"{reached:,} of {practitioners(among)}" if among else practitioners(reached)
