"""Drafting a plan: verbs, steps back, and what they refuse."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measures import workflow
from measures.measure_content import MeasureContent, StepContent, TargetContent, content_of
from measures.models import Measure, MeasurePlan, MeasureTitle, PlanStatus
from measures.workflow.snapshots import KEPT
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return builders.an_organization()


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def plan(organization):
    return builders.a_plan(organization)


def titles_of(plan):
    return [measure.title for measure in plan.measures.all()]


def contents_of(plan):
    """All that a plan says, with keys and order."""
    return [(row.pk, row.order, content_of(row)) for row in plan.measures.in_print_order()]


# -- Starting --------------------------------------------------------------------------------------


def test_a_plan_grows_out_of_the_result_of_the_year_before(organization, auditor):
    assessment = builders.an_assessment(organization)

    plan = workflow.start_plan(organization, 2569, source_assessment=assessment, by=auditor)

    assert (plan.source_assessment, plan.status, plan.form) == (assessment, PlanStatus.DRAFT, "per_indicator")


def test_a_plan_takes_the_form_that_the_filing_item_of_its_year_asks_for(frameworks, organization, auditor):
    forms = [workflow.start_plan(organization, year, by=auditor).form for year in (2566, 2568)]

    assert forms == ["three_bands", "seven_topics"]


def test_a_plan_is_not_made_from_the_result_of_its_own_year(organization, auditor):
    assessment = builders.an_assessment(organization)

    with pytest.raises(ValidationError, match="ปีก่อนหน้า"):
        workflow.start_plan(organization, 2568, source_assessment=assessment, by=auditor)


def test_a_plan_that_another_person_started_is_given_back(organization, auditor):
    first = workflow.start_plan(organization, 2569, by=auditor)

    assert workflow.start_plan(organization, 2569, by=auditor) == first


def test_a_year_that_is_no_buddhist_year_has_no_plan(organization, auditor):
    with pytest.raises(ValidationError, match=r"พ\.ศ\."):
        workflow.start_plan(organization, 2025, by=auditor)


# -- Writing a measure -----------------------------------------------------------------------------


def test_a_measure_keeps_all_that_was_written(organization, auditor):
    assessment = builders.an_assessment(organization)
    plan = builders.a_plan(organization, source_assessment=assessment)
    question = assessment.framework.questions.get(code="i1")
    divisions = tuple(builders.a_division(organization) for _ in range(2))
    content = MeasureContent(
        titles=("จัดทำคู่มือ", "เผยแพร่คู่มือ"),
        kind="project",
        targets=(TargetContent(question.indicator, question), TargetContent(question.indicator)),
        finding="ขั้นตอนไม่ชัดเจน",
        steps=(StepContent("แต่งตั้งคณะทำงาน", date(2025, 10, 1), date(2025, 11, 30)), StepContent("ประกาศใช้")),
        owners=divisions,
        lead=divisions[1],
        starts_on=date(2025, 10, 1),
        due_on=date(2026, 9, 30),
        target="ครบทุกงาน",
        budget=Decimal("12000.00"),
        follow_up="รายงานทุกไตรมาส",
    )

    measure = workflow.save_measure(plan, content, by=auditor)

    assert content_of(measure) == content


def test_a_division_that_is_alone_leads(plan, auditor):
    division = builders.a_division(plan.organization)

    measure = workflow.save_measure(plan, MeasureContent(("จัดทำคู่มือ",), owners=(division,)), by=auditor)

    assert measure.owners.get().is_lead


def test_a_change_is_told_old_and_new(plan, auditor):
    measure = builders.a_measure(plan, title="จัดทำคู่มือ")
    content = replace(content_of(measure), titles=("เผยแพร่คู่มือ",), due_on=date(2026, 3, 31))

    workflow.save_measure(plan, content, measure=measure, version=measure.version, by=auditor)

    entry = TrailEntry.objects.about(measure).get()
    assert (entry.by, entry.changes) == (
        auditor,
        {"titles": ["จัดทำคู่มือ", "เผยแพร่คู่มือ"], "due_on": ["2026-09-30", "2026-03-31"]},
    )


def test_a_measure_saved_as_it_stands_leaves_no_trace(plan, auditor):
    measure = builders.a_measure(plan)

    workflow.save_measure(plan, content_of(measure), measure=measure, version=measure.version, by=auditor)

    assert not TrailEntry.objects.exists()
    assert not plan.snapshots.exists()


def test_of_two_who_write_the_same_measure_the_second_is_shown_the_first(plan, auditor):
    measure = builders.a_measure(plan)
    mine, theirs = (replace(content_of(measure), titles=(title,)) for title in ("ของฉัน", "ของเขา"))
    workflow.save_measure(plan, theirs, measure=measure, version=measure.version, by=auditor)

    with pytest.raises(workflow.StaleMeasure) as stale:
        workflow.save_measure(plan, mine, measure=measure, version=measure.version, by=auditor)

    assert stale.value.current.title == "ของเขา"
    assert titles_of(plan) == ["ของเขา"]


def test_a_measure_deleted_meanwhile_is_said_to_be_gone(plan, auditor):
    measure = builders.a_measure(plan)
    workflow.delete_measure(Measure.objects.get(pk=measure.pk), by=auditor)

    with pytest.raises(ValidationError, match="ลบมาตรการนี้ไปแล้ว"):
        workflow.save_measure(plan, content_of(measure), measure=measure, version=1, by=auditor)


def test_steps_keep_their_rows_when_they_are_moved_and_reworded(plan, auditor):
    measure = builders.a_measure(plan, steps=("ประชุม", "ประกาศ", "รายงาน"))
    first, _, third = content_of(measure).steps
    steps = (replace(third, text="รายงานผล"), StepContent("ติดตาม"), first)

    saved = workflow.save_measure(
        plan, replace(content_of(measure), steps=steps), measure=measure, version=1, by=auditor
    )

    assert [step.text for step in saved.steps.all()] == ["รายงานผล", "ติดตาม", "ประชุม"]
    assert [saved.steps.all()[place].pk for place in (0, 2)] == [third.pk, first.pk]


WRONG = {
    "no title": ({"titles": ()}, "ชื่อมาตรการ"),
    "an end before the beginning": (
        {"starts_on": date(2026, 1, 2), "due_on": date(2026, 1, 1)},
        "ไม่มาก่อนวันเริ่ม",
    ),
    "a step that ends before it begins": (
        {"steps": (StepContent("ประชุม", date(2026, 1, 2), date(2026, 1, 1)),)},
        "ขั้นตอนต้องไม่มาก่อนวันเริ่ม",
    ),
    "a budget below nothing": ({"budget": Decimal("-1")}, "0"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_measure_that_cannot_be_is_refused_and_nothing_is_stored(plan, auditor, name):
    values, sentence = WRONG[name]

    with pytest.raises(ValidationError, match=sentence):
        workflow.save_measure(plan, replace(MeasureContent(("จัดทำคู่มือ",)), **values), by=auditor)

    assert not Measure.objects.exists()
    assert not plan.snapshots.exists()


def test_a_measure_belongs_to_divisions_of_its_own_organisation(plan, auditor):
    foreign = builders.a_division(builders.an_organization())

    with pytest.raises(ValidationError, match="ไม่ใช่ของหน่วยงานนี้"):
        workflow.save_measure(plan, MeasureContent(("จัดทำคู่มือ",), owners=(foreign,)), by=auditor)


def test_a_measure_answers_questions_of_the_year_its_plan_grew_out_of(organization, auditor):
    plan = builders.a_plan(organization, source_assessment=builders.an_assessment(organization))
    other = builders.a_framework(2567).questions.first()
    content = MeasureContent(("จัดทำคู่มือ",), targets=(TargetContent(other.indicator, other),))

    with pytest.raises(ValidationError, match="ไม่ใช่ของผลการประเมิน"):
        workflow.save_measure(plan, content, by=auditor)


# -- Order, copies, several at once ----------------------------------------------------------------


@pytest.fixture
def three(plan):
    return [builders.a_measure(plan, title=title) for title in ("ก", "ข", "ค")]


MOVES = {
    "up": (2, workflow.Move.UP, ["ก", "ค", "ข"]),
    "down": (0, workflow.Move.DOWN, ["ข", "ก", "ค"]),
    "up from the top": (0, workflow.Move.UP, ["ก", "ข", "ค"]),
    "to the first place": (2, 1, ["ค", "ก", "ข"]),
    "beyond the last place": (0, 99, ["ข", "ค", "ก"]),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_measure_moves_in_its_plan(plan, three, auditor, name):
    which, to, expected = MOVES[name]

    workflow.move_measure(three[which], to=to, by=auditor)

    assert titles_of(plan) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.integers(-2, 6)), max_size=6))
def test_however_measures_are_moved_their_places_stay_1_2_3(plan, three, auditor, moves):
    for which, place in moves:
        workflow.move_measure(three[which], to=place, by=auditor)

    assert [measure.order for measure in plan.measures.all()] == [1, 2, 3]


def test_a_copy_stands_right_after_its_measure_and_begins_anew(plan, three, auditor):
    Measure.objects.filter(pk=three[0].pk).update(state="done", percent=100)

    copy = workflow.copy_measure(three[0], by=auditor)

    assert titles_of(plan) == ["ก", "ก", "ข", "ค"]
    assert (copy.order, copy.state, copy.percent) == (2, "not_started", 0)
    assert content_of(copy) == content_of(three[0])


def test_a_measure_leaves_a_draft_and_its_text_stays_on_the_trail(plan, three, auditor):
    workflow.delete_measure(three[1], by=auditor)

    assert [(row.order, row.title) for row in plan.measures.all()] == [(1, "ก"), (2, "ค")]
    assert TrailEntry.objects.about(plan).get().changes["titles"] == ["ข", None]


def test_several_measures_get_the_same_owners_and_each_says_so(plan, three, auditor):
    divisions = [builders.a_division(plan.organization) for _ in range(2)]
    Measure.objects.filter(pk=three[0].pk).update(owner_text="สำนักปลัด")

    count = workflow.assign_owners(plan, three[:2], divisions=divisions, lead=divisions[0], by=auditor)

    owners = [[owner.division for owner in row.owners.all()] for row in plan.measures.all()]
    assert (count, owners) == (2, [divisions, divisions, []])
    assert plan.measures.first().owner_text == ""
    assert TrailEntry.objects.filter(verb="assign_owners").count() == 2


def test_several_measures_get_the_same_days_as_one_step(plan, three, auditor):
    days = {"starts_on": date(2026, 1, 1), "due_on": date(2026, 3, 31)}

    workflow.assign_dates(plan, three, **days, by=auditor)

    assert set(plan.measures.values_list("starts_on", "due_on")) == {(days["starts_on"], days["due_on"])}
    assert [row.label for row in plan.snapshots.all()] == ["กำหนดช่วงเวลา ๓ มาตรการ"]


def test_measures_of_another_plan_are_not_touched_by_what_is_done_to_several(plan, auditor):
    other = builders.a_measure(builders.a_plan())

    count = workflow.assign_dates(plan, [other], starts_on=None, due_on=None, by=auditor)

    assert count == 0
    assert Measure.objects.get(pk=other.pk).due_on == date(2026, 9, 30)


# -- Steps back ------------------------------------------------------------------------------------


def act(name, plan, auditor):
    """One act on the plan, by name."""
    first = plan.measures.in_print_order().first()
    acts = {
        "create": lambda: workflow.save_measure(plan, MeasureContent(("ใหม่",)), by=auditor),
        "change": lambda: workflow.save_measure(
            plan,
            replace(content_of(first), titles=(f"{first.title}ใหม่",), steps=(), is_all_divisions=False),
            measure=first,
            version=first.version,
            by=auditor,
        ),
        "delete": lambda: workflow.delete_measure(first, by=auditor),
        "copy": lambda: workflow.copy_measure(first, by=auditor),
        "move": lambda: workflow.move_measure(first, to=99, by=auditor),
        "owners": lambda: workflow.assign_owners(
            plan, [first], divisions=[builders.a_division(plan.organization)], by=auditor
        ),
        "dates": lambda: workflow.assign_dates(plan, [first], starts_on=None, due_on=None, by=auditor),
    }
    return acts[name]()


ACTS = ["create", "change", "delete", "copy", "move", "owners", "dates"]


@pytest.mark.parametrize("name", ACTS)
def test_every_act_can_be_taken_back_rows_and_keys_and_all(plan, three, auditor, name):
    before = contents_of(plan)
    act(name, plan, auditor)
    assert contents_of(plan) != before

    workflow.undo(plan, by=auditor)

    assert contents_of(plan) == before
    assert not plan.snapshots.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(names=st.lists(st.sampled_from(ACTS), min_size=1, max_size=5))
def test_any_row_of_acts_is_taken_back_one_by_one(plan, auditor, names):
    plan.measures.all().delete()
    for title in ("ก", "ข", "ค", "ง", "จ", "ฉ"):
        builders.a_measure(plan, title=title)
    plan.snapshots.all().delete()
    before = []
    for name in names:
        before.append(contents_of(plan))
        act(name, plan, auditor)
        if plan.snapshots.count() != len(before):  # an act that changed nothing keeps no step back
            before.pop()

    for state in reversed(before):
        workflow.undo(plan, by=auditor)
        assert contents_of(plan) == state


def test_a_text_opened_before_a_step_back_is_stale_afterwards(plan, three, auditor):
    changed = act("change", plan, auditor)
    workflow.undo(plan, by=auditor)

    with pytest.raises(workflow.StaleMeasure):
        workflow.save_measure(plan, content_of(changed), measure=changed, version=changed.version, by=auditor)


def test_a_step_back_is_told_on_plan_and_measure(plan, three, auditor):
    changed = act("change", plan, auditor)

    workflow.undo(plan, by=auditor)

    assert TrailEntry.objects.about(plan).get(verb="undo").changes["undone"] == ["แก้ไข “ก”", None]
    assert TrailEntry.objects.about(changed).get(verb="undo").changes["titles"] == ["กใหม่", "ก"]


def test_only_the_last_twenty_acts_are_kept(plan, three, auditor):
    for _ in range(KEPT + 3):
        act("copy", plan, auditor)

    assert plan.snapshots.count() == KEPT


def test_an_act_that_the_person_has_not_seen_is_not_undone(plan, three, auditor):
    act("copy", plan, auditor)
    seen = plan.snapshots.last().pk
    act("delete", plan, auditor)

    with pytest.raises(ValidationError, match="ยังไม่มีสิ่งใดถูกย้อนกลับ"):
        workflow.undo(plan, seen=seen, by=auditor)


def test_where_nothing_was_done_nothing_is_undone(plan, auditor):
    with pytest.raises(ValidationError, match="ไม่มีการกระทำ"):
        workflow.undo(plan, by=auditor)


def test_a_step_back_to_a_division_that_is_gone_is_refused_and_changes_nothing(plan, auditor):
    division = builders.a_division(plan.organization)
    measure = workflow.save_measure(plan, MeasureContent(("จัดทำคู่มือ",), owners=(division,)), by=auditor)
    workflow.assign_owners(plan, [measure], divisions=[], is_all_divisions=True, by=auditor)
    division.delete()

    with pytest.raises(ValidationError, match="ย้อนกลับไม่ได้"):
        workflow.undo(plan, by=auditor)

    assert Measure.objects.get().is_all_divisions
    assert plan.snapshots.count() == 2


# -- After adoption --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*ACTS, "undo"])
def test_an_adopted_plan_is_changed_by_none_of_these(plan, three, auditor, name):
    MeasurePlan.objects.filter(pk=plan.pk).update(status=PlanStatus.ADOPTED)
    before = contents_of(plan)

    with pytest.raises(ValidationError, match="ประกาศใช้แล้ว"):
        workflow.undo(plan, by=auditor) if name == "undo" else act(name, plan, auditor)

    assert contents_of(plan) == before


def test_the_parts_of_a_measure_carry_its_organisation(plan, auditor):
    workflow.save_measure(plan, MeasureContent(("จัดทำคู่มือ",)), by=auditor)

    assert MeasureTitle.objects.get().organization == plan.organization
