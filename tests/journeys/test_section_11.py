"""A section 11 cycle and the next one, as five people take them through the browser."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_the_loop import done, enter_day, follow, press, take

FIRST = """\
key: journey_first
title: How we keep children safe
source: Made up for a journey.
basis: Children Act 2004, section 11
from: 2020-01-01
scales:
  - key: in_place
    name: In place
    best: highest
    steps:
      - {value: 0, name: Not in place}
      - {value: 1, name: Begun}
      - {value: 2, name: In place}
bands:
  - {name: Green, at_least: 80, colour: green}
  - {name: Amber, at_least: 50, colour: orange}
  - {name: Red, at_least: 0, colour: red}
categories:
  - key: all
    title: All of it
    standards:
      - key: s1
        title: Somebody answers for it
        criteria:
          - key: s1.1
            asks: Can anybody see who answers for safeguarding?
            answer: {kind: graded, scale: in_place}
            mandatory: true
          - key: s1.2
            asks: Does the governing body hear of it each year?
            answer: {kind: yes_no}
      - key: s2
        title: Children are listened to
        criteria:
          - key: s2.1
            asks: Are children asked what they think?
            answer: {kind: graded, scale: in_place}
"""
SECOND = (
    FIRST.replace("journey_first", "journey_second")
    .replace("How we keep children safe", "How we keep children safe, reworded")
    .replace("hear of it each year?", "hear of it every quarter, and ask?")
    .replace("from: 2020-01-01", "from: 2021-01-01")
    + """\
crosswalk:
  old: journey_first
  changes:
    - {change: same, old: [s1.1], new: [s1.1]}
    - {change: reworded, old: [s1.2], new: [s1.2], kept: false, note: "It is every quarter now."}
    - {change: same, old: [s2.1], new: [s2.1]}
"""
)
OURS = "How do you reach young carers?"
SAYS = "A list on the intranet, looked at in September."
CHARITY = "Children's social care"


def draft(page, title, asks):
    """The board team drafts it, and chooses who is asked next."""
    today = timezone.localdate()
    page.goto("/boards/kingston/plan_cycle/")
    page.get_by_label("What is it called?").fill(title)
    page.get_by_role("radio", name="A question set of your own").check()
    page.get_by_role("textbox", name="A question set of your own").fill(asks)
    enter_day(page, "When does it open?", today)
    enter_day(page, "When does it close?", today + timedelta(days=60))
    press(page, "Plan a section 11 cycle")
    done(page, "Drafted")
    return page.url


def plan(page, title, asks):
    """The board team drafts it, chooses who is asked, and opens it."""
    cycle = draft(page, title, asks)
    take(page, "Choose whom it asks")
    page.get_by_role("checkbox", name=CHARITY, exact=True).check()
    press(page, "Choose whom it asks")
    done(page, "Chosen")
    take(page, "Add a question of your board alone")
    page.get_by_label("What do you ask?").fill(OURS)
    press(page, "Add a question of your board alone")
    done(page, "Added.")
    expect(page.locator("main")).to_contain_text(OURS)
    open_it(page)
    return cycle


def open_it(page):
    take(page, "Open the cycle")
    press(page, "Open the cycle")
    done(page, "Opened")


def confirm_lead(page, title):
    """The lead finds it among her returns, and says who will sign."""
    page.goto("/section11/")
    page.get_by_role("link", name=CHARITY).first.click()
    expect(page.locator("main")).to_contain_text(title)
    take(page, "Confirm who leads it")
    page.get_by_label("Who will sign it?").select_option(label="Judith Penrose")
    press(page, "Confirm who leads it")
    done(page, "You lead it")
    return page.url


def give_to_a_colleague(page):
    take(page, "Give a standard to a colleague")
    page.get_by_label("Which standard?").select_option(label="Children are listened to")
    page.get_by_label("Who answers it?").select_option(label="Ben Archer")
    press(page, "Give a standard to a colleague")
    done(page, "Given")


def answer(page, grade, *, words=SAYS, number=0):
    form = page.locator("form").filter(has=page.locator(f"[name=words_{number}]"))
    form.locator(f"[name=said_{number}]").and_(
        form.locator(f'[value="{grade}"]')
    ).check()
    form.locator(f"[name=words_{number}]").fill(words)


def answer_as_a_colleague(page, address):
    """She is taken to the standard that she was given, and answers it."""
    page.goto(f"{address}fill/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Children are listened to"
    )
    answer(page, 1)
    press(page, "Save")
    done(page, "Saved.")


def answer_the_rest_and_ask(page, address):
    """What is missing is said, and leads to its question; then it goes for signature."""
    page.goto(f"{address}ask_to_sign/")
    expect(page.locator("main")).to_contain_text("Not answered yet.")
    follow(page, "Somebody answers for it")
    answer(page, 2)
    answer(page, "partly", number=1)
    press(page, "Save")
    done(page, "Saved.")
    take(page, "Add an action")
    page.get_by_label("What will be done?").fill("Ask the youth forum each term")
    page.get_by_label("Who does it?").fill("Participation lead")
    enter_day(page, "By when?", timezone.localdate() + timedelta(days=90))
    press(page, "Add an action")
    done(page, "Added.")
    ask_to_sign(page, address)


def ask_to_sign(page, address):
    page.goto(address)
    follow(page, "Answer what one board asks")
    page.get_by_label(OURS).fill("With the carers’ centre.")
    press(page, "Answer what one board asks")
    done(page, "Saved.")
    page.goto(f"{address}ask_to_sign/")
    if page.get_by_label("We have looked again at what is in doubt").count():
        page.get_by_label("We have looked again at what is in doubt").check()
    press(page, "Ask for the signature")
    done(page, "Sent for signature")


def sign(page, address):
    page.goto(address)
    take(page, "Sign and submit")
    page.get_by_label("This is a fair account of our arrangements").check()
    press(page, "Sign and submit")
    done(page, "Signed.")


def moderate(page, address):
    """The board's grade stands beside theirs."""
    page.goto(address)
    expect(page.locator("main")).to_contain_text(SAYS)
    press(page, "Moderate")
    page.get_by_label("Begun").check()
    page.get_by_label("Why?").fill("The list has not been looked at since spring.")
    page.get_by_role("button").filter(has_text="Moderate").click()
    done(page, "Saved beside the organisation’s own grade.")
    page.goto(f"{address}finish_moderation/")
    press(page, "Finish moderation")
    done(page, "Finished")


def agree(page, address):
    page.goto(address)
    expect(page.locator("main")).to_contain_text("The board grades this 1: Begun.")
    take(page, "Agree with the grades")
    press(page, "Agree with the grades")
    done(page, "Agreed")


def settle_and_write_back(page, address):
    page.goto(f"{address}settle/")
    page.get_by_role("main").get_by_role("button").click()
    done(page, "Final.")
    page.goto(f"{address}write_back/")
    expect(page.get_by_role("textbox").first).not_to_be_empty()
    page.get_by_role("main").get_by_role("button").last.click()
    done(page, "Sent to the organisation.")


def close_and_moderate(page, cycle):
    for step in ("close_cycle", "begin_moderation"):
        page.goto(f"{cycle}{step}/")
        page.get_by_role("main").get_by_role("button").click()
    done(page, "Moderation has begun.")


def report(page, cycle):
    page.goto(f"{cycle}report_cycle/")
    page.get_by_role("main").get_by_role("button").click()
    done(page, "Approved.")


def confirm_what_stood(page, address):
    """What means the same is there from last time; the reworded question is not."""
    take(page, "Confirm what stood last time")
    offered = page.get_by_role("checkbox")
    expect(offered).to_have_count(2)
    for each in offered.all():
        each.check()
    press(page, "Confirm what stood last time")
    done(page, "Confirmed.")
    page.goto(f"{address}fill/s1/s1.2/")
    answer(page, "yes")
    press(page, "Save")
    done(page, "Saved.")
    ask_to_sign(page, address)


def compare(page, address):
    """No trend is drawn through the question that means something else now."""
    page.goto(f"{address}change/")
    table = page.get_by_role("table").first
    expect(table).to_contain_text("The same")
    expect(table).to_contain_text("It is every quarter now.")


def test_a_cycle_is_asked_answered_judged_and_asked_again_in_other_words(site):
    team, lead = site.visit("board.manager"), site.visit("social.care")

    cycle = plan(team, "Safe in the first year", FIRST)
    address = confirm_lead(lead, "Safe in the first year")
    give_to_a_colleague(lead)
    answer_as_a_colleague(site.visit("contributor"), address)
    answer_the_rest_and_ask(lead, address)
    sign(site.visit("director"), address)
    moderate(team, address)
    agree(lead, address)
    settle_and_write_back(team, address)
    close_and_moderate(team, cycle)
    report(site.visit("quality"), cycle)

    plan(team, "Safe in the second year", SECOND)
    address = confirm_lead(lead, "Safe in the second year")
    confirm_what_stood(lead, address)
    sign(site.visit("director"), address)
    compare(team, address)


def choose_a_trust(page):
    """It answers once; its sites are not asked by themselves."""
    take(page, "Choose whom it asks")
    page.get_by_role("checkbox", name="Weirside Hospital NHS Trust", exact=True).check()
    page.get_by_role("radio", name="They answer once for all their sites").check()
    press(page, "Choose whom it asks")
    done(page, "Chosen")


def say_where_a_site_differs(page):
    follow(page, "Say where a site differs")
    page.get_by_label("For which question?").select_option(index=0)
    page.get_by_label("Which site differs?").select_option(
        label="Weirside Children’s Clinic"
    )
    page.get_by_label("What is different there?").fill("It has no named nurse yet.")
    press(page, "Say where a site differs")
    done(page, "Added.")


def test_a_trust_answers_once_and_says_where_a_site_differs(site):
    team, lead = site.visit("board.manager"), site.visit("hospital")

    cycle = draft(team, "Safe at every site", FIRST.replace("_first", "_of_sites"))
    choose_a_trust(team)
    open_it(team)
    expect(team.locator("main")).to_contain_text(
        "Weirside Hospital NHS Trust answers for Weirside Children’s Clinic"
    )
    lead.goto("/section11/")
    lead.get_by_role("link", name="Weirside Hospital").first.click()
    take(lead, "Confirm who leads it")
    lead.get_by_label("Who will sign it?").select_option(label="Zara Whitcombe")
    press(lead, "Confirm who leads it")
    say_where_a_site_differs(lead)
    expect(lead.locator("main")).to_contain_text(
        "At Weirside Children’s Clinic: It has no named nurse yet."
    )

    team.goto(lead.url)
    take(team, "Ask each of its sites by itself")
    press(team, "Ask each of its sites by itself")
    done(team, "Each of its sites is asked.")
    team.goto(cycle)
    expect(team.locator("main")).to_contain_text("0 of 4")
