"""Once round the loop, as five people walk it, by what they can see and nothing else."""

import io
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from goldthread.loop.activities.models import Activity
from tests.journeys.walking import body_of

REGISTER = Path(__file__).parents[1] / "data/findings-register.csv"
THEME = "Follow-through of actions"
CHANGE = "Every recommendation names who will look whether it made a difference."
ACTION = "Read ten closed actions each quarter with the people who carried them out"
EVIDENCE = "Ten actions read in October. Eight had changed what staff do."
HER_ONE = "Send the school a notice on the day of an incident"


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def take(page, step):
    """A step's own page asks for it under the same name."""
    press(page, step)
    expect(page.get_by_role("heading", level=1)).to_have_text(step)


def done(page, words):
    expect(page.get_by_role("alert")).to_contain_text(words)


def enter_day(page, question, day):
    group = page.get_by_role("group", name=question)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part).fill(str(value))


# --- What the board manager does with the register ------------------------------------------


def import_the_register(page):
    """Upload, look at the columns, look at what will be made, and only then import."""
    follow(page, "Board")
    follow(page, "Import your register")
    page.get_by_label("Your register of findings").set_input_files(REGISTER)
    press(page, "Upload and read the file")
    done(page, "Nothing is imported yet.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Match the columns")
    expect(page.get_by_label("What was found")).to_have_value(re.compile(r"\d+"))
    press(page, "Continue")
    expect(page.get_by_role("row", name="New findings 28")).to_be_visible()
    expect(page.get_by_role("row", name="New organisations 0")).to_be_visible()
    take(page, "Import")
    press(page, "Import")
    expect(page.get_by_text("Your register is imported").first).to_be_visible()


def agree_the_drafts(page):
    """In bulk: all that the list shows, which is the drafts of this board."""
    follow(page, "Agree the drafts")
    press(page, "Agree every draft that this list shows")
    done(page, re.compile(r"3\d agreed"))


def put_findings_in_themes(page):
    follow(page, "Board")
    follow(page, "Put findings in themes")
    chosen = page.get_by_label("Another theme for").first
    chosen.select_option(label="Online harm")
    press(page, "Put the ticked findings in themes")
    done(page, "Joined to themes")


def see_the_matrix(page):
    follow(page, "Themes")
    table = page.get_by_role("table").first
    expect(table).to_be_visible()
    row = table.get_by_role("row").filter(has_text=THEME)
    expect(row).to_contain_text("Corroborated")
    follow(page, THEME)
    expect(page.get_by_role("heading", level=1)).to_have_text(THEME)


def decide(page):
    take(page, "Decide the verdict")
    page.get_by_label("Corroborated").check()
    page.get_by_label("Why?").fill("Two ways of learning, from two places, agree.")
    press(page, "Decide the verdict")


# --- What is done about it ------------------------------------------------------------------


def recommend_and_raise(page, due_on):
    take(page, "Recommend a change")
    page.get_by_label("What should change?").fill(CHANGE)
    press(page, "Recommend a change")
    done(page, "Raise an action")
    take(page, "Raise an action")
    page.get_by_label("What will be done?").fill(ACTION)
    page.get_by_label("Which organisation will do it?").select_option("Health")
    enter_day(page, "When is it due?", due_on)
    page.get_by_label("How will you know it worked?").fill("Eight of ten changed it.")
    page.get_by_label("Where will the evidence come from?").fill("The reading itself")
    press(page, "Raise an action")
    done(page, "Raised")


def an_undated_action_is_refused(page):
    """What was typed is kept, and the question says what to do."""
    take(page, "Raise an action")
    page.get_by_label("What will be done?").fill("Something, some day")
    press(page, "Raise an action")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(page.get_by_label("What will be done?")).to_have_value("Something, some day")
    expect(page.get_by_role("group", name="When is it due?")).to_contain_text(
        "due date"
    )


def submit_evidence(page):
    """The lead finds it on her home page."""
    follow(page, ACTION)
    take(page, "Begin")
    press(page, "Begin")
    take(page, "Submit evidence")
    page.get_by_label("What has been done, and what shows it?").fill(EVIDENCE)
    press(page, "Submit evidence")
    done(page, "Somebody of another organisation will verify it")
    expect(page.get_by_role("button", name="Verify as complete")).to_have_count(0)


def verify(page):
    follow(page, ACTION)
    expect(page.locator("main")).to_contain_text(EVIDENCE)
    take(page, "Verify as complete")
    page.get_by_label("What did you look at").fill("The ten readings, one by one.")
    press(page, "Verify as complete")
    done(page, "Verified complete")


def check_impact(page):
    """By somebody who neither owns nor verified it."""
    follow(page, "Actions")
    page.get_by_label("Words").fill("ten closed actions")
    press(page, "Apply filters")
    follow(page, ACTION)
    take(page, "Record an impact check")
    page.get_by_label("How will it be checked?").fill("Four services visited")
    page.get_by_label("What did you see or read?").fill("Three of four had changed.")
    page.get_by_label("Partly").check()
    press(page, "Record an impact check")
    done(page, "Recorded")


def carry_forward(page):
    follow(page, "Themes")
    follow(page, THEME)
    take(page, "Carry forward")
    page.get_by_label("Into which year’s plan?").select_option(index=1)
    page.get_by_label("Why is it carried forward?").fill("One service has not changed.")
    press(page, "Carry forward")
    done(page, "Carried forward")


# --- The paper ------------------------------------------------------------------------------


def draft_word_and_issue(page):
    follow(page, "Board")
    follow(page, "Draft a paper")
    page.get_by_label("What is the paper called?").fill("Paper for December")
    enter_day(page, "From", timezone.localdate().replace(month=1, day=1))
    press(page, "Draft a paper")
    take(page, "Add your words")
    page.get_by_label("In short").fill(
        "**Neglect** is named by three ways of learning."
    )
    press(page, "Add your words")
    expect(page.get_by_role("strong").filter(has_text="Neglect")).to_be_visible()
    take(page, "Issue")
    press(page, "Issue")
    done(page, "Issued")
    assert page.get_by_role("button", name="Add your words").count() == 0


def read_as_pdf(page):
    """It is drawn by then, or its progress page leads to it."""
    paper, link = page.url, page.get_by_role("link", name="PDF", exact=True)
    pdf = page.request.get(link.get_attribute("href"))
    if pdf.headers["content-type"] != "application/pdf":
        page.goto(pdf.url)
        ready = page.get_by_role("button", name="Download it")
        pdf = page.request.get(ready.get_attribute("href"))
    assert pdf.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(pdf.body()))
    text = " ".join(" ".join(p.extract_text() for p in reader.pages).split())
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for said in (
        "Neglect was a key theme of the review.",
        "Eleven of 18 partner reports held nothing about impact.",
        "is named by three ways of learning",
        ACTION,
        THEME,
    ):
        assert said in text
    return paper


# --- Somebody of another organisation -------------------------------------------------------


def sees_none_of_what_is_not_hers(page, addresses):
    """Neither in a list nor by the address, and no word tells that it is there."""
    page.goto("/actions/")
    expect(page.get_by_role("link", name=HER_ONE)).to_be_visible()
    assert page.get_by_text(ACTION).count() == 0
    page.goto("/search/?q=ten+closed+actions")
    assert page.get_by_role("link", name=ACTION).count() == 0
    missing = page.request.get("/actions/999999/")
    assert missing.status == 404
    for address in addresses:
        answer = page.request.get(address)
        assert answer.status == 404, address
        assert body_of(answer) == body_of(missing), address


def test_once_round_the_loop(site):
    due_on = timezone.localdate() + timezone.timedelta(days=60)
    manager = site.visit("board.manager")

    import_the_register(manager)
    agree_the_drafts(manager)
    put_findings_in_themes(manager)
    see_the_matrix(manager)
    theme = manager.url
    decide(manager)
    recommend_and_raise(manager, due_on)
    action = manager.url
    manager.go_back()

    submit_evidence(site.visit("health"))
    verify(site.visit("quality"))
    check_impact(site.visit("learning"))
    carry_forward(manager)
    draft_word_and_issue(manager)
    paper = read_as_pdf(manager)

    restricted = "/activities/?q=Family+R"
    manager.goto(restricted)
    follow(manager, "Family R")
    sees_none_of_what_is_not_hers(
        site.visit("police"),
        [
            theme,
            action,
            f"{action}verify/",
            paper,
            manager.url,
            "/boards/kingston/matrix/",
        ],
    )


@pytest.mark.parametrize("who", ["richmond.manager", "administrator", "practitioner"])
def test_a_restricted_activity_is_missing_for_whoever_it_does_not_name(site, who):
    with site.inside():
        address = Activity.objects.get(title="Family R").get_absolute_url()
    page = site.visit(who)

    answer, missing = page.request.get(address), page.request.get("/activities/999999/")

    assert answer.status == missing.status == 404
    assert body_of(answer) == body_of(missing)
