import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.loop.impact import rules
from goldthread.loop.impact.models import Check

JUDGED = st.sampled_from(["", *Check.Judgement])


@pytest.mark.parametrize(
    ("theme", "actions", "shown"),
    [
        ("embedded", [], True),
        ("embedded", ["not_yet"], True),
        ("partly", ["embedded"], False),
        ("", ["embedded", "embedded"], True),
        ("", ["embedded", "partly"], False),
        ("", ["embedded", ""], False),
        ("", [], False),
    ],
)
def test_a_look_at_the_whole_decides_else_every_verified_action_must_be_embedded(
    theme, actions, shown
):
    assert rules.impact_shown(theme, actions) is shown


@given(theme=JUDGED, actions=st.lists(JUDGED, max_size=5))
def test_a_theme_is_refused_with_a_sentence_exactly_when_impact_is_not_shown(
    theme, actions
):
    said = rules.missing(theme, actions)

    assert bool(said) is not rules.impact_shown(theme, actions)
    assert not said or said.endswith(rules.WHAT_NOW)


@given(actions=st.lists(JUDGED, max_size=5))
def test_one_more_action_that_is_not_embedded_never_shows_impact(actions):
    assert not rules.impact_shown("", [*actions, "partly"])


@pytest.mark.parametrize(
    ("theme", "actions", "why"),
    [
        ("not_yet", [], "The latest check of the theme found it not yet embedded."),
        (
            "",
            [],
            "Nobody has checked the theme, and none of its actions is verified complete.",
        ),
        (
            "",
            ["embedded", "partly", ""],
            (
                "Nobody has checked the theme itself. Of its verified actions, 2 of 3 "
                "have been checked and 1 of 3 found embedded."
            ),
        ),
    ],
)
def test_the_sentence_says_what_is_missing_and_offers_to_carry_it_forward(
    theme, actions, why
):
    assert rules.missing(theme, actions) == (
        f"Its impact is not shown yet. {why} Check it again, or carry the theme forward "
        "into a later year’s plan."
    )


def test_every_judgement_has_words():
    assert set(rules.WORDS) == set(Check.Judgement.values)
