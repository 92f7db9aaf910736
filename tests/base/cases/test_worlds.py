"""Whatever is done to a case, the policy, the lists and the database agree.

`GOLDTHREAD_WORLDS=500` walks as many worlds, of 50 steps each.
"""

import os
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from goldthread.base.access.acting import acting
from goldthread.base.access.table import can, visible
from goldthread.base.cases.models import (
    CaseFile,
    Declaration,
    Exclusion,
    Grant,
    Opening,
)
from goldthread.base.people.models import Appointment, User
from tests import factories as make

pytestmark = pytest.mark.django_db

WORLDS = int(os.environ.get("GOLDTHREAD_WORLDS", "2"))
STEPS = 50 if "GOLDTHREAD_WORLDS" in os.environ else 12
LABELS = (
    "activities.activity",
    "activities.contribution",
    "findings.finding",
    "referrals.referral",
    "cases.casefile",
    "cases.grant",
    "uploads.upload",
    "vault.casekey",
)
SHUT = LABELS[:5]  # of which an excluded person sees none that belongs to the case
WHO, WHICH = st.integers(0, 4), st.integers(0, 1)
DAY = timedelta(days=1)


class World(RuleBasedStateMachine):
    """Two cases of two boards, five people, and everything that can be done to them."""

    def __init__(self):
        super().__init__()
        self.started = transaction.atomic()
        self.started.__enter__()
        boards = self.home, self.far = make.BoardFactory(), make.BoardFactory()
        agency = make.OrganisationFactory(boards=boards)
        self.cases = [
            make.ActivityFactory(board=board, restricted=True) for board in boards
        ]
        for case in self.cases:
            asked = make.ContributionFactory(activity=case, organisation=agency)
            asked.files.add(make.upload(case.board))
            make.ReferralFactory(activity=case, organisation=agency)
            make.FindingFactory(activity=case, about=[agency])
            make.FindingFactory(activity=case, about=[agency], released=True)
        self.people = [
            make.board_team(self.home),
            make.chair(self.home),
            make.board_team(self.far),
            make.agency_lead(agency),
            make.scrutineer(self.home),
        ]
        self.steps, self.touched = 0, set(range(5))

    def teardown(self):
        transaction.set_rollback(True)
        self.started.__exit__(None, None, None)

    @rule(who=WHO, which=WHICH)
    def grant(self, who, which):
        self.touched.add(who)
        make.name(self.cases[which], self.people[who])

    @rule(who=WHO, which=WHICH)
    def revoke(self, who, which):
        self.touched.add(who)
        self._end(self._grants(who, which), "ended", "It is done.")

    @rule(who=WHO, which=WHICH, days=st.integers(-1, 1))
    def move_its_last_day(self, who, which, days):
        self.touched.add(who)
        today = timezone.localdate()
        since, until = today - 9 * DAY, today + days * DAY
        self._grants(who, which).update(since=since, until=until)

    @rule(who=WHO, which=WHICH)
    def exclude(self, who, which):
        self.touched.add(who)
        Exclusion.objects.get_or_create(
            case_file=self.cases[which].case_file,
            person=self.people[who],
            lifted_at=None,
            defaults={"reason": "A conflict.", "made_by": self.people[0]},
        )

    @rule(who=WHO, which=WHICH)
    def lift(self, who, which):
        self.touched.add(who)
        hers = Exclusion.objects.filter(
            case_file=self.cases[which].case_file, person=self.people[who]
        )
        self._end(hers, "lifted", "There is none.")

    def _end(self, records, how, because):
        """One by one: a reason is sealed when its record is saved."""
        for record in records:
            setattr(record, f"{how}_at", timezone.now())
            setattr(record, f"{how}_because", because)
            record.save()

    @rule(who=WHO, which=WHICH, ago=st.sampled_from([5, 90]))
    def open_in_an_emergency(self, who, which, ago):
        self.touched.add(who)
        at = timezone.now() - timedelta(minutes=ago)
        Opening.objects.create(
            case_file=self.cases[which].case_file,
            person=self.people[who],
            reason="A child.",
            at=at,
            until=at + timedelta(minutes=60),
            review_by=at.date(),
        )

    @rule(which=WHICH, state=st.sampled_from(["open", "closed"]))
    def close_or_reopen(self, which, state):
        self.touched.update(range(5))
        closed_on = timezone.localdate() if state == "closed" else None
        CaseFile.objects.filter(pk=self.cases[which].case_file_id).update(
            state=state, closed_on=closed_on
        )

    @rule(who=WHO, where=st.integers(0, 1))
    def transfer(self, who, where):
        """She goes to work for another board."""
        self.touched.add(who)
        board = (self.home, self.far)[where]
        held = Appointment.objects.filter(person=self.people[who])
        held.filter(board__isnull=False).update(board=board)

    @rule(who=WHO, until=st.sampled_from([None, timezone.localdate() - DAY]))
    def end_or_renew_her_role(self, who, until):
        self.touched.add(who)
        Appointment.objects.filter(person=self.people[who]).update(until=until)

    @invariant()
    def all_who_answer_say_the_same(self):
        """Of whomever the step was about, and of the others in their turn."""
        asked = {self.people[n].pk for n in self.touched | {self.steps % 5}}
        self.steps, self.touched = self.steps + 1, set()
        for person in User.objects.filter(pk__in=asked):
            shut = self._shut(person)
            for label in LABELS:
                seen = self._agreed(label, person)
                assert not (label in SHUT and shut[label] & seen), (label, person)

    def _agreed(self, label, person):
        model = apps.get_model(label)
        records = list(model._base_manager.all())
        asked = records[self.steps % len(records) :][:1] if records else []
        may = {record.pk for record in asked if can(person, "view", record)}
        listed = set(visible(model, person).values_list("pk", flat=True))
        reached = set(visible(model, person, "reach").values_list("pk", flat=True))
        with acting(person):
            returned = set(model._base_manager.values_list("pk", flat=True))
        assert may == listed & {record.pk for record in asked}, (label, person)
        assert returned == listed | reached, (label, person)
        return returned

    def _shut(self, person):
        """What belongs to a case that excludes her."""
        files = Exclusion.objects.filter(person=person, lifted_at=None)
        keys = set(files.values_list("case_file", flat=True))
        paths = ("case_file", *["activity__case_file"] * 3, "pk")
        return {
            label: set(
                apps.get_model(label)
                ._base_manager.filter(**{f"{path}__in": keys})
                .values_list("pk", flat=True)
            )
            for label, path in zip(SHUT, paths, strict=True)
        }

    def _grants(self, who, which):
        file = self.cases[which].case_file
        return Grant.objects.filter(
            case_file=file, person=self.people[who], ended_at=None
        )


def test_policy_lists_and_database_agree_in_every_world():
    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=WORLDS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=WORLDS < 10,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Declaration.objects.count() == 0  # every world is gone
