import pytest

from goldthread.loop.reports import publishing, rules


def a_finding(**said):
    return {
        "id": 1,
        "kind": "concern",
        "kind_label": "Area for improvement",
        "text": "Visits were late.",
        "method": "12 records read",
        "number": 12,
        "state": "released",
        "state_label": "Released",
        "way": "training",
        "way_label": "Training",
        "activity": "Course one",
        "about": ["Police"],
        "about_everyone": False,
        "written": "2017",
        "restricted": False,
        "help_stage": "",
        **said,
    }


def a_theme(**said):
    return {
        "name": "Neglect",
        "verdict": "corroborated",
        "verdict_label": "Corroborated",
        "decided_on": None,
        "sources": {"Training": 1},
        "cells": {"Training": {"concerns": 1, "strengths": 0}},
        "findings": 1,
        **said,
    }


def an_action(**said):
    return {
        "title": "Audit visits",
        "because_of": "Neglect",
        "organisation": "Police",
        "person": "Jo Field",
        "due_on": "2026-10-01",
        "state_label": "Open",
        "arose": True,
        "overdue": False,
        "escalated": False,
        "restricted": False,
        **said,
    }


def facts(**said):
    nothing = {"verified": 0, "checked": 0, "embedded": 0}
    return {
        "since": "2026-09-01",
        "until": "2026-11-18",
        "findings": [],
        "silent": [],
        "themes": [],
        "public_themes": [],
        "actions": [],
        "impact": [],
        "progress": nothing,
        "obligations": [],
        "coverage": [],
        "activities": [],
        "briefings": [],
        "help": {"stages": [], "assessed": []},
        **said,
    }


def section(key, told):
    return next(part for part in rules.document(told, {}) if part["key"] == key)


def test_a_paper_has_all_its_sections_even_when_nothing_happened():
    document = rules.document(facts(), {})

    assert [part["heading"] for part in document] == list(rules.SECTIONS.values())
    assert [part["tables"] for part in document] == [[]] * len(rules.SECTIONS)


def test_what_was_learned_is_told_by_source():
    told = facts(
        findings=[
            a_finding(),
            a_finding(way="data", way_label="Performance data", kind="strength"),
            a_finding(about_everyone=True),
        ],
        silent=["Observation"],
    )

    learned = section("learned", told)

    assert [table["caption"] for table in learned["tables"]] == [
        "Performance data: 1 finding",
        "Training: 2 findings",
    ]
    assert [row[2] for row in learned["tables"][1]["rows"]] == [
        "Police",
        "Every agency",
    ]
    assert learned["said"] == ["Nothing came from: Observation."]


def test_a_source_tells_what_it_counted_and_nothing_of_zero():
    told = facts(
        findings=[a_finding()],
        sources=[
            {"source": "Audits", "said": {"Returns received": 3, "Overdue": 0}},
            {"source": "Quiet", "said": {"Anything": 0}},
        ],
    )

    assert section("learned", told)["said"] == ["Audits: Returns received 3."]


def test_the_summary_counts_and_says_what_is_not_yet_agreed():
    told = facts(
        findings=[a_finding(state="drafted"), a_finding(kind="strength", way="data")],
        themes=[a_theme()],
        actions=[an_action(overdue=True)],
    )

    learned, *more = section("summary", told)["said"]

    assert learned == (
        "From 1 September 2026 to 18 November 2026 the board learned 2 things from "
        "2 kinds of source: 1 area for improvement and 1 strength."
    )
    assert more == [
        "1 of 2 (50%) are drafts, not yet agreed.",
        "Of 1 theme, 1 is corroborated by several sources.",
        "1 action arose or is unfinished; 1 of them overdue.",
    ]


@pytest.mark.parametrize(
    ("cell", "drawn"),
    [
        (None, ""),
        ({"concerns": 3, "strengths": 0}, "▼ 3"),
        ({"concerns": 1, "strengths": 2}, "▼ 1 ▲ 2"),
    ],
)
def test_a_cell_of_the_matrix_is_drawn_by_direction_and_silence_is_blank(cell, drawn):
    assert rules.mark(cell) == drawn


def test_the_matrix_says_whether_a_verdict_was_decided():
    told = facts(themes=[a_theme(), a_theme(name="Safety", decided_on="2026-10-01")])

    matrix = section("themes", told)["tables"][0]

    assert matrix["headings"] == ["Theme", "Training", "Verdict"]
    assert [row[2] for row in matrix["rows"]] == [
        "Corroborated (proposed by rule)",
        "Corroborated (decided 1 October 2026)",
    ]


def test_overdue_actions_are_told_with_how_many_are_escalated():
    told = facts(
        actions=[
            an_action(overdue=True, escalated=True),
            an_action(overdue=True),
            an_action(arose=False),
        ]
    )

    overdue = section("overdue", told)

    assert overdue["said"] == ["1 of 2 (50%) of the overdue actions are escalated."]
    assert [row[4] for row in overdue["tables"][0]["rows"]] == [
        "Open, escalated",
        "Open",
    ]
    assert len(section("arising", told)["tables"][0]["rows"]) == 2


def test_what_is_escalated_is_told_though_it_was_given_more_time():
    told = facts(actions=[an_action(title="Train", escalated=True), an_action()])

    overdue = section("overdue", told)

    assert overdue["said"] == ["No action is overdue."]
    assert [
        (t["caption"], [row[0] for row in t["rows"]]) for t in overdue["tables"]
    ] == [("Escalated, with more time given", ["Train"])]


def test_completed_is_not_told_as_made_a_difference():
    told = facts(
        progress={"verified": 8, "checked": 3, "embedded": 1},
        impact=[
            {
                "about": "Neglect",
                "method": "Dip sample",
                "checked_on": "2026-11-01",
                "judgement_label": "Partly",
                "evidence": "4 of 6 plans.",
                "restricted": False,
            }
        ],
    )

    impact = section("impact", told)

    assert "3 of 8 (38%) have been checked" in impact["said"][0]
    assert "1 of 3 (33%) are embedded" in impact["said"][0]
    assert impact["tables"][0]["rows"] == [
        ["Neglect", "Dip sample", "1 November 2026", "Partly", "4 of 6 plans."]
    ]


def test_what_organisations_owed_and_the_holes_are_told():
    owed = {"organisation": "Police", "owed": 4, "on_time": 2, "late": 1, "overdue": 1}
    told = facts(obligations=[owed], coverage=["Observation has no owner."])

    assert section("obligations", told)["tables"][0]["rows"] == [
        ["Police", "4", "2", "1", "1"]
    ]
    assert section("coverage", told)["tables"][0]["rows"] == [
        ["Observation has no owner."]
    ]


def test_a_persons_words_stand_in_their_section():
    document = rules.document(facts(), {"impact": "Slow, but it holds."})

    assert {
        part["key"]: part["narrative"] for part in document if part["narrative"]
    } == {"impact": "Slow, but it holds."}


def test_the_public_copy_drops_what_is_restricted_or_not_released():
    told = facts(
        findings=[
            a_finding(text="Open"),
            a_finding(text="Restricted", restricted=True),
            a_finding(text="Agreed only", state="agreed"),
            a_finding(text="Reopened since", id=2),
        ],
        public_themes=[a_theme(), a_theme(name="Silent", findings=0)],
        actions=[an_action(), an_action(restricted=True)],
    )

    copy = publishing.public(told, released={1})

    assert [finding["text"] for finding in copy["findings"]] == ["Open"]
    assert [theme["name"] for theme in copy["themes"]] == ["Neglect"]
    assert ["person" in action for action in copy["actions"]] == [False]


def test_the_public_copy_says_no_small_number_and_no_organisations_lateness():
    owed = {"organisation": "Police", "owed": 4, "on_time": 2, "late": 1, "overdue": 1}
    told = facts(
        findings=[a_finding(number=7), a_finding(number=8), a_finding(number=None)],
        obligations=[owed],
        coverage=["A hole."],
    )

    copy = publishing.public(told, released={1})

    assert [finding["number"] for finding in copy["findings"]] == [None, 8, None]
    assert ["method" in finding for finding in copy["findings"]] == [False] * 3
    assert [part["key"] for part in rules.document(copy, {})] == [
        "summary",
        "learned",
        "themes",
        "arising",
        "impact",
        "told",
        "help",
    ]


def test_the_public_copy_names_no_organisation_whose_action_was_escalated():
    copy = publishing.public(facts(actions=[an_action(escalated=True)]), released=())

    (table,) = section("arising", copy)["tables"]
    assert [row[4] for row in table["rows"]] == ["Open"]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(23, 26, "23 of 26 (88%)"), (0, 0, "0 of 0"), (1, 8, "1 of 8 (13%)")],
)
def test_a_fraction_carries_both_numbers(part, whole, words):
    assert rules.fraction(part, whole) == words


def test_the_public_copy_names_no_origin_that_is_not_published_itself():
    told = facts(
        public_themes=[a_theme()],
        actions=[
            an_action(of="theme", because_of="Neglect"),
            an_action(of="theme", because_of="Of closed findings alone"),
            an_action(of="finding", because_of="Released", released=True, finding=1),
            an_action(of="finding", because_of="Reopened", released=True, finding=2),
            an_action(of="finding", because_of="Drafted", released=False),
            an_action(because_of="Of a paper issued before"),
        ],
        impact=[
            {"of": of, "about": about, "restricted": False, "evidence": "Seen"}
            for of, about in (("theme", "Neglect"), ("theme", "-"), ("action", "Train"))
        ],
    )

    copy = publishing.public(told, released={1})

    origins = [action["because_of"] for action in copy["actions"]]
    assert origins == ["Neglect", "", "Released", "", "", ""]
    assert [check["about"] for check in copy["impact"]] == ["Neglect", "Train"]


def test_what_was_verified_in_the_period_is_told_and_is_not_counted_as_unfinished():
    told = facts(
        actions=[
            an_action(title="Done", arose=False, unfinished=False, completed=True),
            an_action(title="Older", arose=False, unfinished=True, completed=False),
        ]
    )

    (completed,) = section("arising", told)["tables"]
    assert completed["caption"] == "Verified complete in this period"
    assert [row[0] for row in completed["rows"]] == ["Done"]
    assert section("arising", told)["said"] == ["No action was raised in this period."]
    assert section("summary", told)["said"][-1] == (
        "1 action arose or is unfinished; none of them overdue."
    )


# --- What was done, told and given ------------------------------------------------------


def an_activity(**said):
    return {
        "title": "Audit of 12 records",
        "way_label": "Multi-agency audit",
        "line": "",
        "led_by": "",
        "expected_outcome": "",
        "state_label": "Under way",
        "reported_on": None,
        "outcome_label": "",
        **said,
    }


def test_what_was_done_is_told_by_its_line_with_whether_it_gave_what_it_should():
    told = facts(
        activities=[
            an_activity(),
            an_activity(
                line="Section 11 audit",
                led_by="QASG",
                expected_outcome="Practice improves.",
                reported_on="2026-11-02",
                outcome_label="Partly met",
            ),
        ]
    )

    done = section("looked", told)
    assert done["said"] == ["1 of 2 (50%) were reported in this period."]
    assert done["tables"][0]["rows"] == [
        [
            "Multi-agency audit",
            "Audit of 12 records",
            "Nobody yet",
            "Not said",
            "Under way",
        ],
        [
            "Section 11 audit",
            "Audit of 12 records",
            "QASG",
            "Practice improves.",
            "Partly met",
        ],
    ]


def test_a_paper_says_what_practitioners_were_told_and_whom_it_reached():
    briefing = {
        "title": "Hidden men",
        "means_label": "Conference",
        "told_on": "2026-11-09",
        "passed_on": 3,
        "organisations": 4,
        "reached": 120,
    }

    (table,) = section("told", facts(briefings=[briefing]))["tables"]
    assert table["rows"] == [
        ["Hidden men", "Conference", "9 November 2026", "3 of 4 (75%)", "120"]
    ]
    assert section("told", facts())["said"] == [
        "Practitioners were told nothing in this period."
    ]


def test_a_paper_says_how_effective_help_is_and_what_nobody_assessed():
    stages = [
        {"key": "early_help", "label": "Early help", "strengths": 1, "concerns": 2},
        {"key": "all", "label": "All stages", "strengths": 0, "concerns": 0},
    ]
    judged = {
        "stage": "early_help",
        "judgement_label": "Partly effective",
        "evidence": "Six of ten say so.",
    }
    told = facts(help={"stages": stages, "assessed": [judged]})

    (table,) = section("help", told)["tables"]
    assert table["rows"] == [
        ["Early help", "1", "2", "Partly effective", "Six of ten say so."],
        ["All stages", "0", "0", "Not assessed", ""],
    ]


def test_the_public_copy_counts_help_by_what_is_published_and_keeps_the_evidence_back():
    judged = {"stage": "early_help", "judgement_label": "-", "evidence": "Six of ten."}
    told = facts(
        findings=[
            a_finding(help_stage="early_help"),
            a_finding(help_stage="early_help", state="agreed"),
        ],
        help={"stages": [], "assessed": [judged]},
    )

    copy = publishing.public(told, released={1})

    assert copy["help"]["stages"][0] == {
        "key": "early_help",
        "label": "Early help",
        "strengths": 0,
        "concerns": 1,
    }
    assert copy["help"]["assessed"][0]["evidence"] == ""


def test_a_paper_issued_before_these_sections_were_has_none_of_them():
    before = {
        name: value
        for name, value in facts().items()
        if name not in {"activities", "briefings", "help"}
    }

    for told in (before, publishing.public(before, released=())):
        headings = {part["key"] for part in rules.document(told, {})}
        assert headings & {"looked", "told", "help"} == set()
