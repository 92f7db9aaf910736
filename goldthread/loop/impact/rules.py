"""Completed is not the same as made a difference: when impact has been shown."""

from collections.abc import Sequence
from datetime import date

from goldthread.base.govuk.rules import day

EMBEDDED, PARTLY, NOT_YET, TOO_EARLY = "embedded", "partly", "not_yet", "too_early"
WORDS = {
    EMBEDDED: "embedded",
    PARTLY: "partly embedded",
    NOT_YET: "not yet embedded",
    TOO_EARLY: "too early to judge",
}

LOOK_AGAIN = frozenset({NOT_YET, TOO_EARLY})
"""After these judgements somebody must look again, on a day that the checker names."""

WHAT_NOW = "Check it again, or carry the theme forward into a later year’s plan."


def impact_shown(theme: str, actions: Sequence[str]) -> bool:
    """Whether a theme may close, from the judgements of its latest checks.

    `theme` is the latest judgement of the theme itself, "" if nobody has looked.
    `actions` has the latest judgement of each of its verified actions, "" for one that
    nobody has checked. A look at the theme as a whole outweighs looks at its parts:
    where there is one, it decides. Otherwise there must be a verified action, and every
    one must be embedded.
    """
    if theme:
        return theme == EMBEDDED
    return bool(actions) and all(judged == EMBEDDED for judged in actions)


def missing(theme: str, actions: Sequence[str], *, since: date | None = None) -> str:
    """Why a theme may not close yet, and what to do; empty if it may.

    `since` is the day it was opened again, if only looks from then on are told.
    """
    again = f" since it was reopened on {day(since)}" if since else ""
    if impact_shown(theme, actions):
        return ""
    if theme:
        why = f"The latest check of the theme found it {WORDS[theme]}."
    elif not actions:
        why = (
            f"Nobody has checked the theme{again}, and none of its actions is verified "
            "complete."
        )
    else:
        checked = sum(bool(judged) for judged in actions)
        embedded = sum(judged == EMBEDDED for judged in actions)
        why = (
            f"Nobody has checked the theme itself{again}. Of its verified actions, {checked} of "
            f"{len(actions)} have been checked and {embedded} of {len(actions)} found "
            "embedded."
        )
    return f"Its impact is not shown yet. {why} {WHAT_NOW}"
