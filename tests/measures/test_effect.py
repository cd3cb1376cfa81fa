"""Did it work: scores before and after, and what cannot be said."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments import workflow as workflow_of_results
from assessments.models import Question
from measures.effect import Change, PartChange, change_of, effect_of, parts_of
from measures.models import Measure, MeasureTarget, PlanStatus, ProgressState
from measures.target_scores import PartScore, target_scores
from organizations.models import Role
from tests import builders

BEFORE = {**builders.FULL_SCORES, "i1": "79.50", "i2": "95.00", "e1/1": "90.00", "e1/2": "80.00"}
AFTER = {**builders.FULL_SCORES, "i1": "85.25", "i2": "94.10", "e1/1": "89.00", "e1/2": "88.00"}


class World:
    """A plan of 2569 from a confirmed result of 2568, a result of 2569, and questions that go on from one to the other."""

    def __init__(self, after=AFTER, *, is_confirmed=True):
        self.organization = builders.an_organization()
        self.then = builders.a_framework(2568)
        self.now = builders.a_framework(2569)
        for row in self.now.questions.all():
            row.continues = self.then.questions.get(code=row.code)
            row.save()
        self.before = builders.an_assessment(self.organization, self.then, BEFORE, is_confirmed=True)
        self.plan = builders.a_plan(
            self.organization, 2569, source_assessment=self.before, status=PlanStatus.ADOPTED
        )
        if after is not None:
            self.after = builders.an_assessment(self.organization, self.now, after, is_confirmed=is_confirmed)
        self.auditor = builders.a_user(self.organization, Role.AUDITOR)

    def measure(self, *codes, **fields):
        """A measure that answers questions by code, indicators by number."""
        measure = builders.a_measure(self.plan, **fields)
        for order, code in enumerate(codes, start=1):
            question = self.then.questions.filter(code=code).first()
            indicator = question.indicator if question else self.then.indicators.get(number=code)
            MeasureTarget.objects.create(measure=measure, indicator=indicator, question=question, order=order)
        return measure

    def effect(self, user=None):
        return effect_of(self.plan, user=user or self.auditor)

    def targets(self, user=None):
        return {str(target.row).split()[0]: target for target in self.effect(user).targets}


pytestmark = pytest.mark.django_db


def test_each_question_stands_with_its_scores_of_both_years():
    world = World()
    world.measure("i1", "e1")

    effect = world.effect()

    first, second = effect.measures[0].targets
    assert first.parts == (PartChange(None, Decimal("79.50"), Decimal("85.25")),)
    assert [part.difference for part in second.parts] == [Decimal("-1.00"), Decimal("8.00")]
    assert [first.change, second.change] == [Change.RISEN, Change.MIXED]


def test_an_indicator_as_a_whole_is_found_by_its_name_whatever_its_number():
    world = World()
    world.now.indicators.filter(number=9).update(number=99)
    world.now.indicators.filter(number=10).update(number=9)
    world.measure(10)

    target = next(iter(world.targets().values()))

    assert [(part.before, part.after) for part in target.parts] == [(Decimal("90.00"), Decimal("90.00"))]
    assert target.change == Change.UNCHANGED


def test_a_question_that_nothing_goes_on_from_is_not_known_and_says_why():
    world = World()
    Question.objects.filter(framework=world.now, code="i1").update(continues=None)
    world.measure("i1")

    target = world.targets()["i1"]

    assert target.change == Change.UNKNOWN
    assert target.because == "เกณฑ์ปี ๒๕๖๙ ไม่มีข้อที่สืบเนื่องจากข้อนี้"


def test_a_question_that_became_two_is_not_compared():
    world = World()
    first = world.then.questions.get(code="i1")
    Question.objects.filter(framework=world.now, code="i2").update(continues=first)
    world.measure("i1")

    assert "แยกข้อนี้เป็นหลายข้อ" in world.targets()["i1"].because


def test_a_question_answered_by_two_measures_counts_once_and_a_cancelled_measure_not():
    world = World()
    world.measure("i1", state=ProgressState.DONE, percent=100)
    world.measure("i1", "i2")
    world.measure("O1", cancelled_on="2026-01-05", cancel_reason="ซ้ำกับเรื่องอื่น")

    effect = world.effect()

    assert effect.counts == [(Change.RISEN, 1), (Change.FALLEN, 1)]
    assert (effect.done_count, len(effect.standing), effect.cancelled_count) == (1, 2, 1)


def test_without_a_result_of_the_year_nothing_is_known_and_it_says_so():
    world = World(after=None)
    world.measure("i1")

    effect = world.effect()

    assert (effect.known_count, effect.counts) == (0, [(Change.UNKNOWN, 1)])
    assert "ยังไม่มีผลการประเมินปี ๒๕๖๙" in effect.not_known[0]


def test_a_result_in_work_is_shown_to_members_with_a_warning_and_not_to_the_overseer():
    world = World(is_confirmed=False)
    world.measure("i1")
    overseer = builders.a_user(role=Role.OVERSEER, province=world.organization.province)

    assert world.targets()["i1"].change == Change.RISEN
    assert "ยังไม่ยืนยัน" in world.effect().not_known[0]
    assert world.targets(overseer)["i1"].change == Change.UNKNOWN
    assert world.effect(overseer).after is None


def test_a_plan_that_stands_alone_compares_nothing():
    world = World()
    alone = builders.a_plan(world.organization, 2570, status=PlanStatus.ADOPTED)
    builders.a_measure(alone)

    effect = effect_of(alone, user=world.auditor)

    assert effect.targets == []
    assert "โดยไม่อ้างผลการประเมิน" in effect.not_known[0]


def test_a_measure_that_answers_nothing_is_named_among_what_is_not_known():
    world = World()
    world.measure(state=ProgressState.DONE, percent=100)

    assert world.effect().not_known == ["๑ มาตรการไม่ได้ระบุว่าตอบข้อใด จึงเทียบคะแนนไม่ได้"]


def test_the_page_says_the_answer_and_that_it_proves_nothing(client):
    world = World()
    world.measure("i1", "i2")
    client.force_login(builders.a_user(world.organization, Role.EXECUTIVE))

    text = client.get(reverse("measures:effect", args=[world.organization.slug, 2569])).content.decode()

    assert "จาก ๒ ข้อ คะแนนสูงขึ้น" in text
    assert "+๕.๗๕" in text
    assert "−๐.๙๐" in text
    assert "ไม่ได้พิสูจน์ว่าเกิดจากมาตรการ" in text


def test_the_page_costs_the_same_with_a_hundred_measures(client):
    world = World()
    world.measure("i1")
    client.force_login(world.auditor)
    address = reverse("measures:effect", args=[world.organization.slug, 2569])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    rows = [Measure(plan=world.plan, order=order, organization=world.organization) for order in range(2, 102)]
    for row in Measure.objects.bulk_create(rows):
        MeasureTarget.objects.create(measure=row, indicator=world.then.indicators.first(), order=1)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
    assert len(few) <= 30


def test_scores_are_read_by_part_and_indicators_as_official_or_computed():
    world = World(is_confirmed=False)
    workflow_of_results.record_scores(world.after, {"1": Decimal("88.80")}, by=None)

    scores = target_scores(world.after)

    assert scores[world.now.questions.get(code="e1")] == (
        PartScore(1, Decimal("89.00")),
        PartScore(2, Decimal("88.00")),
    )
    assert scores[world.now.indicators.get(number=1)] == (PartScore(None, Decimal("88.80")),)
    assert scores[world.now.indicators.get(number=10)] == (PartScore(None, Decimal("90.00")),)


# -- The rule of change ----------------------------------------------------------------------------

points = st.decimals(0, 100, places=2)


@given(st.lists(st.tuples(points, points), min_size=1, max_size=3))
def test_turning_the_years_around_turns_a_rise_into_a_fall(pairs):
    forward = [PartChange(None, then, now) for then, now in pairs]
    backward = [PartChange(None, now, then) for then, now in pairs]
    turned = {Change.RISEN: Change.FALLEN, Change.FALLEN: Change.RISEN}

    assert change_of(backward) == turned.get(change_of(forward), change_of(forward))


@given(st.lists(st.tuples(points, points), max_size=3))
def test_one_missing_score_makes_the_whole_unknown(pairs):
    parts = [PartChange(None, then, now) for then, now in pairs]

    assert change_of([*parts, PartChange(2, Decimal(90), None)]) == Change.UNKNOWN


def test_parts_are_put_beside_each_other_by_their_number():
    before = (PartScore(1, Decimal(90)), PartScore(2, Decimal(80)))

    assert parts_of(before, (PartScore(2, Decimal(85)),)) == (
        PartChange(1, Decimal(90), None),
        PartChange(2, Decimal(80), Decimal(85)),
    )
