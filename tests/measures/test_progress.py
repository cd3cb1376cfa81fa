"""What was done: who may say so, what it makes of the measure, and the one summary that is printed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_portal.thai_dates import round_month_in, round_month_of
from measures import workflow
from measures.models import PlanStatus, ProgressEntry, ProgressState, ProgressSummary
from measures.responsibility import may_write_summary, reporting_divisions
from measures.standing import EntrySaid, Standing, standing_of
from measures.workflow.progress import StaleSummary, drafted_summary, recompute_standing, write_summary
from organizations.models import Role, TrailEntry
from tests.builders import a_division, a_measure, a_user, an_entry, an_organization
from tests.measures.progress_world import TODAY, World

DONE, UNDER_WAY, NOT_STARTED = ProgressState.DONE, ProgressState.UNDER_WAY, ProgressState.NOT_STARTED


@pytest.fixture
def world(db):
    return World()


# -- Reporting -------------------------------------------------------------------------------------


def test_a_report_moves_the_measure_and_stands_on_its_trail(world):
    entry = world.report()

    assert (world.measure.state, world.measure.percent) == (UNDER_WAY, 40)
    assert entry.round_month == 6
    assert TrailEntry.objects.get(verb="report_progress").changes["percent"] == ["0", "40"]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"percent": 90, "state": DONE}, "percent"),
        ({"percent": 10, "state": NOT_STARTED}, "percent"),
        ({"percent": 100, "state": UNDER_WAY}, "percent"),
        ({"percent": 101, "state": UNDER_WAY}, "percent"),
        ({"text": "  "}, "text"),
        ({"done_on": TODAY + timedelta(days=1)}, "done_on"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_place(world, fields, place):
    with pytest.raises(ValidationError) as refusal:
        world.report(**fields)

    assert place in refusal.value.message_dict
    assert not ProgressEntry.objects.exists()


def test_staff_do_not_report_for_another_division(world):
    with pytest.raises(ValidationError, match="ที่ท่านสังกัด"):
        world.report(division=world.other)


def test_nobody_reports_for_a_division_that_owns_no_part(world):
    with pytest.raises(ValidationError, match="ไม่ได้รับผิดชอบ"):
        world.report(division=a_division(world.organization), by=world.auditor)


def test_the_auditor_reports_on_behalf_of_an_owner(world):
    assert world.report(division=world.other, by=world.auditor).division == world.other


def test_a_measure_nobody_is_named_for_is_reported_by_the_auditor(world):
    world.measure.owners.all().delete()

    assert not reporting_divisions(world.measure, world.staff).exists()
    assert world.report(by=world.auditor).pk


@pytest.mark.parametrize("obstacle", ["draft", "cancelled"])
def test_nothing_is_reported_on_a_draft_or_a_cancelled_measure(world, obstacle):
    if obstacle == "draft":
        type(world.plan).objects.filter(pk=world.plan.pk).update(status=PlanStatus.DRAFT)
    else:
        type(world.measure).objects.filter(pk=world.measure.pk).update(cancelled_on=TODAY, cancel_reason="ซ้ำ")

    with pytest.raises(ValidationError, match="ยังไม่ประกาศใช้ หรือมาตรการถูกยกเลิก"):
        world.report()


def test_a_form_that_is_sent_twice_makes_one_entry(world):
    first = world.report(form_key=(key := uuid4()))

    with pytest.raises(workflow.SentBefore) as sent:
        world.report(form_key=key)

    assert sent.value.entry == first
    assert ProgressEntry.objects.count() == 1


def test_a_correction_takes_the_place_of_what_it_corrects(world):
    wrong = world.report(state=DONE, percent=100)

    world.report(corrects=wrong, percent=10)

    assert (world.measure.state, world.measure.percent) == (UNDER_WAY, 10)
    assert ProgressEntry.objects.count() == 2


def test_an_entry_is_corrected_once(world):
    wrong = world.report()
    world.report(corrects=wrong, percent=10)

    with pytest.raises(ValidationError, match="มีผู้แก้แล้ว"):
        world.report(corrects=wrong, percent=20)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressEntry.objects.create(
            measure=world.measure,
            division=world.lead,
            corrects=wrong,
            done_on=TODAY,
            state=DONE,
            percent=100,
            text="ซ้ำ",
            by=world.staff,
        )


def test_staff_do_not_strike_through_what_another_division_reported(world):
    theirs = world.report(division=world.other, by=world.auditor)

    with pytest.raises(ValidationError, match="ที่ท่านสังกัด"):
        world.report(corrects=theirs)

    assert not theirs.corrections.exists()


def test_an_entry_of_another_measure_is_not_corrected_here(world):
    foreign = an_entry(a_measure(world.plan), world.lead)

    with pytest.raises(ValidationError, match="มาตรการเดียวกัน"):
        world.report(corrects=foreign)


def test_a_correction_may_say_that_it_was_another_step(world):
    wrong = world.report(step=world.step(1), state=DONE, percent=100)

    world.report(corrects=wrong, step=world.step(2), state=DONE, percent=100)

    assert [step.state for step in world.measure.steps.all()] == [NOT_STARTED, DONE]


def test_a_step_of_another_measure_is_refused(world):
    foreign = a_measure(world.plan).steps.get()

    with pytest.raises(ValidationError, match="ไม่ใช่ของมาตรการนี้"):
        world.report(step=foreign)


def test_the_steps_carry_a_measure_that_nobody_reported_on_as_a_whole(world):
    world.report(step=world.step(1), state=DONE, percent=100)

    assert world.step(1).state == DONE
    assert (world.measure.state, world.measure.percent) == (UNDER_WAY, 50)


def test_a_step_reported_as_not_begun_does_not_put_the_measure_under_way(world):
    world.report(step=world.step(1), state=NOT_STARTED, percent=0, text="รอการจัดสรรงบประมาณ")

    assert (world.measure.state, world.measure.percent) == (NOT_STARTED, 0)


def test_what_is_reported_after_the_year_belongs_to_its_last_round(world):
    entry = world.report(done_on=date(2026, 10, 20), today=date(2026, 11, 21))

    assert entry.round_month == 12


# -- The rule of standing --------------------------------------------------------------------------

entries_said = st.lists(
    st.builds(
        EntrySaid,
        pk=st.integers(1, 10**6),
        step=st.sampled_from([None, 1, 2]),
        division=st.sampled_from([1, 2, 3]),
        done_on=st.dates(date(2025, 10, 1), date(2026, 9, 30)),
        state=st.sampled_from(ProgressState),
        percent=st.integers(0, 100),
    ),
    unique_by=lambda entry: entry.pk,
)


@given(entries_said, st.randoms())
def test_the_standing_does_not_depend_on_the_order_in_which_entries_are_read(entries, random):
    shuffled = list(entries)
    random.shuffle(shuffled)

    assert standing_of(shuffled, steps=[1, 2], lead=1) == standing_of(entries, steps=[1, 2], lead=1)


@given(entries_said)
def test_where_the_lead_has_spoken_of_the_whole_nobody_else_decides(entries):
    leading = [entry for entry in entries if entry.division == 1 and entry.step is None]

    standing = standing_of(entries, steps=[1, 2], lead=1)

    if leading:
        assert standing == standing_of(
            [*leading, *(entry for entry in entries if entry.step)], steps=[1, 2], lead=1
        )
    assert set(standing.steps) == {1, 2}


def test_no_entry_is_not_started():
    assert standing_of([], steps=[1], lead=None) == Standing(NOT_STARTED, 0, {1: NOT_STARTED})


def test_the_stored_standing_is_what_the_entries_give(world):
    world.report(step=world.step(2), state=DONE, percent=100)
    world.report(division=world.other, by=world.auditor, state=DONE, percent=100)
    world.report(percent=60)

    standing = recompute_standing(world.measure)

    assert (world.measure.state, world.measure.percent) == (standing.state, standing.percent) == (UNDER_WAY, 60)
    assert {step.pk: step.state for step in world.measure.steps.all()} == standing.steps


reports = st.lists(
    st.tuples(
        st.sampled_from([None, 1, 2]),  # the step
        st.booleans(),  # by the lead division?
        st.dates(date(2025, 10, 1), TODAY),
        st.sampled_from([(NOT_STARTED, 0), (UNDER_WAY, 40), (DONE, 100), (ProgressState.NOT_DONE, 0)]),
        st.integers(0, 3),  # 0: an own entry; else it corrects the entry so many places before
    ),
    max_size=6,
)


@pytest.mark.django_db
@settings(max_examples=15)
@given(reports)
def test_after_any_sequence_of_entries_the_measure_is_where_its_entries_say(sequence):
    world, entries = World(), []

    for step, is_lead, day, (state, percent), back in sequence:
        corrected = entries[-back] if 0 < back <= len(entries) else None
        if corrected is None or not corrected.corrections.exists():
            said = {"state": state, "percent": percent, "done_on": day, "corrects": corrected}
            division = world.lead if is_lead else world.other
            entries.append(
                world.report(**said, step=step and world.step(step), division=division, by=world.auditor)
            )

    standing = recompute_standing(world.measure)
    stored = type(world.measure).objects.get(pk=world.measure.pk)
    assert (stored.state, stored.percent) == (standing.state, standing.percent)
    assert {row.pk: row.state for row in stored.steps.all()} == standing.steps


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_the_round_in_a_year_is_that_of_the_day_wherever_the_day_lies_in_the_year(day):
    inside = date(2025, 10, 1) <= day <= date(2026, 9, 30)

    expected = round_month_of(day) if inside else 3 if day < date(2025, 10, 1) else 12

    assert round_month_in(2569, day) == expected


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2025, 10, 1), 3),
        (date(2025, 12, 31), 3),
        (date(2026, 1, 1), 6),
        (date(2026, 6, 30), 9),
        (date(2026, 9, 30), 12),
    ],
)
def test_a_day_belongs_to_its_round_of_the_fiscal_year(day, month):
    assert round_month_of(day) == month


# -- The printed summary ---------------------------------------------------------------------------


def test_a_summary_is_drafted_from_the_entries_in_the_order_of_the_steps(world):
    world.report(step=world.step(2), text="เผยแพร่บนเว็บไซต์", outcome="ประชาชนเข้าถึงคู่มือ")
    world.report(step=world.step(1), text="จัดทำคู่มือ ๑ เล่ม")
    world.report(text="ทำในเดือนกรกฎาคม", done_on=date(2026, 3, 1), round_month=12)

    drafted = drafted_summary(world.measure, 6)

    assert drafted.results == ("จัดทำคู่มือ ๑ เล่ม", "เผยแพร่บนเว็บไซต์")
    assert drafted.outcome == "ประชาชนเข้าถึงคู่มือ"


def test_a_summary_is_written_by_version(world):
    first = write_summary(world.measure, 12, ["จัดทำคู่มือ", " "], "ใช้งานได้จริง", version=0, by=world.staff)
    second = write_summary(world.measure, 12, ["จัดทำคู่มือ ๒ เล่ม"], "ใช้งานได้จริง", version=1, by=world.auditor)

    assert (first, second.version) == (second, 2)
    assert [row.text for row in second.results.all()] == ["จัดทำคู่มือ ๒ เล่ม"]
    changes = [entry.changes["results"] for entry in TrailEntry.objects.filter(verb="write_summary")]
    assert changes == [[None, "จัดทำคู่มือ"], ["จัดทำคู่มือ", "จัดทำคู่มือ ๒ เล่ม"]]


def test_the_second_writer_is_shown_what_the_first_wrote(world):
    write_summary(world.measure, 12, ["จัดทำคู่มือ"], "", version=0, by=world.staff)

    with pytest.raises(StaleSummary) as stale:
        write_summary(world.measure, 12, ["ของฉัน"], "", version=0, by=world.auditor)

    assert [row.text for row in stale.value.current.results.all()] == ["จัดทำคู่มือ"]


def test_staff_of_a_division_that_does_not_lead_write_no_summary(world):
    other = a_user(world.organization, Role.DIVISION_STAFF, division=world.other)

    with pytest.raises(ValidationError, match="ส่วนราชการหลัก"):
        write_summary(world.measure, 12, ["ของฉัน"], "", version=0, by=other)


def test_who_may_write_one_summary_may_reach_it_among_many(world):
    other = a_user(world.organization, Role.DIVISION_STAFF, division=world.other)
    clerk = a_user(world.organization, Role.CLERK)
    foreign = a_user(an_organization(), Role.AUDITOR)
    summary = write_summary(world.measure, 12, ["จัดทำคู่มือ"], "", version=0, by=None)

    for user in (world.staff, world.auditor, other, clerk, foreign):
        reached = summary in ProgressSummary.objects.editable_by(user)
        assert reached == may_write_summary(world.measure, user)


def test_the_only_owner_leads_without_being_marked(world):
    world.measure.owners.filter(division=world.lead).update(is_lead=False)
    world.measure.owners.filter(division=world.other).delete()

    assert world.measure.lead_division_id == world.lead.pk
    assert world.measure in type(world.measure).objects.all().led_by([world.lead.pk])
