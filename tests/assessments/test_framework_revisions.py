"""Correcting a framework: preview, apply, record; and copying one as the start of another year."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments.framework_files import export_framework, load_framework
from assessments.framework_revisions import (
    copy_framework,
    correct,
    correct_all,
    correctable_fields,
    preview_corrections,
)
from assessments.models import Framework, FrameworkRevision
from organizations.models import TrailEntry
from organizations.scope import scope_guard
from tests.builders import FULL_SCORES, a_framework, a_user, an_assessment, an_organization, framework_content

pytestmark = pytest.mark.django_db

BY_GROUPS = {"aggregation": "mean_of_groups"}
# Indicator 9: 80 by items, 70 by groups; the total 90 or 88.
UNEVEN = {**FULL_SCORES, "O1": "100.00", "O2": "100.00", "O3": "40.00", "O4": "100.00"}


def disclosure(framework):
    """Indicator 9 of the small framework: O1 and O2 in one group, O3 in another."""
    return framework.indicators.get(number=9)


def state_of(assessment):
    assessment.refresh_from_db()
    computed = assessment.indicator_scores.order_by("pk").values_list("computed", flat=True)
    return assessment.computed_total, assessment.computed_rating, list(computed)


# -- Preview ---------------------------------------------------------------------------------------


def test_a_preview_tells_what_the_correction_would_then_do():
    assessment = an_assessment(official=UNEVEN)
    user = a_user()

    preview = preview_corrections([(disclosure(assessment.framework), BY_GROUPS)])
    revision = correct(disclosure(assessment.framework), BY_GROUPS, "ตามประกาศ", by=user)

    assert preview.affected != []
    assert (revision.changes, revision.affected) == (preview.changes, preview.affected)


def test_a_preview_changes_nothing():
    assessment = an_assessment(official=UNEVEN)
    before = export_framework(assessment.framework), state_of(assessment), TrailEntry.objects.count()
    row = disclosure(assessment.framework)

    preview_corrections([(row, BY_GROUPS)])

    assert (export_framework(assessment.framework), state_of(assessment), TrailEntry.objects.count()) == before
    assert not FrameworkRevision.objects.exists()
    assert row.aggregation == "mean_of_items"


def test_a_preview_of_something_impossible_is_refused_like_the_correction():
    iit = a_framework().instruments.get(code="IIT")

    with pytest.raises(ValidationError, match="รวมกันไม่เท่ากับ 100"):
        preview_corrections([(iit, {"weight": Decimal(40)})])

    iit.refresh_from_db()
    assert iit.weight == 30


# -- Corrections -----------------------------------------------------------------------------------


def test_a_correction_lists_the_totals_it_moves_with_old_and_new():
    assessment = an_assessment(an_organization(place_name="คลองเส"), official=UNEVEN)

    revision = correct(disclosure(assessment.framework), BY_GROUPS, "ตามประกาศ", by=None)

    assert revision.affected == [
        {
            "organization": "อบต.คลองเส",
            "assessment": assessment.pk,
            "figure": "คะแนนรวม",
            "old": "90.00",
            "new": "88.00",
        }
    ]
    assert state_of(assessment)[0] == Decimal("88.00")


def test_a_correction_lists_the_levels_it_moves():
    assessment = an_assessment(official=FULL_SCORES)
    level = assessment.framework.rating_levels.get(name="ผ่านดี")

    revision = correct(level, {"minimum_total": Decimal("90.01")}, "ตามประกาศ", by=None)

    assert [(row["figure"], row["old"], row["new"]) for row in revision.affected] == [("ระดับ", "ผ่านดี", "ผ่าน")]
    assert state_of(assessment)[1] == "ผ่าน"


def test_a_correction_does_not_list_totals_that_stay():
    moved = an_assessment(official=UNEVEN)
    an_assessment(official=FULL_SCORES)
    an_assessment(framework=a_framework(2569), official=UNEVEN)

    revision = correct(disclosure(moved.framework), BY_GROUPS, "ตามประกาศ", by=None)

    assert {row["assessment"] for row in revision.affected} == {moved.pk}


def test_a_correction_leaves_the_results_of_other_years_alone():
    moved, other = an_assessment(official=UNEVEN), an_assessment(framework=a_framework(2569), official=UNEVEN)
    type(other).objects.filter(pk=other.pk).update(computed_total=Decimal("12.34"))

    revision = correct(disclosure(moved.framework), BY_GROUPS, "ตามประกาศ", by=None)

    assert {row["assessment"] for row in revision.affected} == {moved.pk}
    assert state_of(other)[0] == Decimal("12.34")


def test_a_correction_also_recomputes_what_has_been_confirmed():
    assessment = an_assessment(official=UNEVEN, is_confirmed=True)

    correct(disclosure(assessment.framework), BY_GROUPS, "ตามประกาศ", by=None)

    assert state_of(assessment)[0] == Decimal("88.00")


def test_a_correction_of_words_moves_no_total():
    assessment = an_assessment(official=UNEVEN)
    question = assessment.framework.questions.get(code="i1")
    before = str(question)

    revision = correct(question, {"wording": "ข้อความตามประกาศ"}, "พิมพ์ผิด", by=None)

    assert revision.affected == []
    assert revision.changes == [
        {"place": before, "field": "ข้อความเต็ม", "old": "ข้อความของ i1", "new": "ข้อความตามประกาศ"}
    ]


def test_choices_and_yes_or_no_are_listed_in_words():
    indicator = disclosure(a_framework())

    revision = correct(indicator, {**BY_GROUPS, "is_provisional": True}, "ตามประกาศ", by=None)

    assert [(change["old"], change["new"]) for change in revision.changes] == [
        ("ค่าเฉลี่ยของข้อ", "ค่าเฉลี่ยของหัวข้อย่อย"),
        ("ไม่ใช่", "ใช่"),
    ]


def test_a_correction_runs_inside_a_request():
    assessment = an_assessment(official=UNEVEN)

    with scope_guard():
        correct(disclosure(assessment.framework), BY_GROUPS, "ตามประกาศ", by=None)

    assert state_of(assessment)[0] == Decimal("88.00")


def test_corrections_are_numbered_and_leave_a_trail():
    framework, user = a_framework(), a_user()

    first = correct(framework, {"note": "ตรวจแล้ว"}, "ตามประกาศ", by=user)
    second = correct(framework, {"note": "ตรวจอีกครั้ง"}, "  ตามประกาศฉบับแก้  ", by=user)

    assert [(row.number, row.reason, row.by) for row in (first, second)] == [
        (1, "ตามประกาศ", user),
        (2, "ตามประกาศฉบับแก้", user),
    ]
    assert framework.revision_number == 2
    entry = TrailEntry.objects.about(framework).last()
    assert (entry.verb, entry.by, list(entry.changes.values())) == (
        "correct_framework",
        user,
        [["ตรวจแล้ว", "ตรวจอีกครั้ง"]],
    )


# -- Refusals --------------------------------------------------------------------------------------


def refused(row, values, reason="ตามประกาศ"):
    """The sentences by which a correction is refused, after checking that nothing was kept."""
    before = export_framework(Framework.objects.get())
    with pytest.raises(ValidationError) as refusal:
        correct(row, values, reason, by=None)
    assert export_framework(Framework.objects.get()) == before
    assert not FrameworkRevision.objects.exists()
    return refusal.value.messages


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_correction_without_a_reason_is_refused(reason):
    messages = refused(a_framework(), {"note": "ตรวจแล้ว"}, reason)

    assert messages == ["โปรดเขียนเหตุผลของการแก้ไข เพื่อให้ผู้อื่นตรวจสอบได้ภายหลัง"]


def test_weights_of_instruments_that_do_not_add_up_are_refused():
    iit = a_framework().instruments.get(code="IIT")

    assert refused(iit, {"weight": Decimal(40)}) == ["น้ำหนักของเครื่องมือทั้งหมดรวมกันไม่เท่ากับ 100"]


def test_weights_of_parts_that_do_not_add_up_are_refused():
    part = a_framework().instruments.get(code="EIT").parts.get(number=1)

    messages = refused(part, {"weight": Decimal(10)})

    assert messages == ["เครื่องมือ EIT: น้ำหนักของส่วนรวมกันไม่เท่ากับน้ำหนักของเครื่องมือ"]


def test_levels_out_of_order_are_refused():
    level = a_framework().rating_levels.get(name="ผ่าน")

    assert refused(level, {"minimum_total": Decimal(99)}) == ["เกณฑ์ระดับ: ระดับต้องเรียงจากดีที่สุดลงไป"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"aggregation": "mean_of_parts_and_more"}, "mean_of_parts_and_more"),
        ({"name": ""}, "ฟิลด์นี้เว้นว่างไม่ได้"),
    ],
)
def test_a_value_that_the_row_cannot_hold_is_refused(values, sentence):
    messages = refused(disclosure(a_framework()), values)

    assert any(sentence in message for message in messages)


def test_a_correction_that_corrects_nothing_is_refused():
    messages = refused(a_framework(), {"title": "เกณฑ์ตัวอย่าง 2568"})

    assert messages == ["ไม่มีข้อมูลใดเปลี่ยนไปจากเดิม จึงไม่มีอะไรต้องบันทึก"]


def test_what_identifies_a_row_cannot_be_corrected():
    framework = a_framework()
    question = framework.questions.get(code="i1")

    messages = refused(framework, {"year": 2560}) + refused(question, {"code": "i9", "indicator": None})

    assert set(messages) == {"ไม่มีข้อมูลใดเปลี่ยนไปจากเดิม จึงไม่มีอะไรต้องบันทึก"}
    assert "code" not in correctable_fields(question)


def test_the_weights_of_two_instruments_can_be_corrected():
    assessment = an_assessment(official={**FULL_SCORES, "i1": "0.00", "i2": "0.00"})
    instruments = assessment.framework.instruments
    weights = [
        (instruments.get(code="OIT"), {"weight": Decimal(50)}),
        (instruments.get(code="IIT"), {"weight": Decimal(20)}),
    ]

    revision = correct_all(weights, "ตามประกาศ", by=None)

    assert state_of(assessment)[0] == Decimal("72.00")
    assert len(revision.changes) == 2


def test_a_correction_after_which_nothing_could_be_computed_is_refused():
    assessment = an_assessment(official=FULL_SCORES)

    with pytest.raises(ValidationError):
        correct(assessment.framework.indicators.get(number=1), {"aggregation": "mean_of_parts"}, "ลอง", by=None)


# -- Copies ----------------------------------------------------------------------------------------


def test_a_copy_is_provisional_throughout_and_says_where_it_comes_from():
    copy = copy_framework(a_framework(2568), 2569, by=None)

    content = export_framework(copy)

    assert (copy.year, copy.title, copy.is_provisional, copy.is_rating_provisional) == (
        2569,
        "เกณฑ์ตัวอย่าง 2569",
        True,
        True,
    )
    assert "คัดลอกจากเกณฑ์ปี 2568" in copy.note
    instruments = content["instruments"]
    indicators = [indicator for row in instruments for indicator in row["indicators"]]
    questions = [question for indicator in indicators for question in indicator["questions"]]
    assert all(row["is_provisional"] for row in [*instruments, *indicators, *questions])


def test_a_copy_computes_like_its_source():
    source = a_framework(2568)

    copy = copy_framework(source, 2569, by=None)

    scores = {**UNEVEN, "i1": "12.34"}
    totals = [an_assessment(framework=row, official=scores).computed_total for row in (source, copy)]
    assert totals[0] == totals[1] is not None


def test_each_question_of_the_following_year_continues_its_original():
    source = a_framework(2568)

    copy = copy_framework(source, 2569, by=None)

    assert [question.continues for question in copy.questions.all()] == list(source.questions.all())


def test_a_copy_for_a_later_year_continues_nothing():
    copy = copy_framework(a_framework(2568), 2570, by=None)

    continued = copy.questions.filter(continues__isnull=False)

    assert not continued.exists()


def test_an_empty_framework_is_filled_and_keeps_its_own_title():
    empty = framework_content(2570, instruments=[], rating=[], title="เกณฑ์ที่รอประกาศ")
    waiting, _ = load_framework(empty)

    copy = copy_framework(a_framework(2568), 2570, by=None)

    assert (copy.pk, copy.title) == (waiting.pk, "เกณฑ์ที่รอประกาศ")
    assert copy.instruments.count() == 3


def test_a_framework_that_holds_something_is_never_copied_over():
    source, taken = a_framework(2568), a_framework(2569)
    before = export_framework(taken)

    with pytest.raises(ValueError, match="การคัดลอกจะไม่ทับของเดิม"):
        copy_framework(source, 2569, by=None)

    assert export_framework(taken) == before


def test_a_copy_leaves_a_trail():
    user = a_user()

    copy = copy_framework(a_framework(2568), 2569, by=user)

    entry = TrailEntry.objects.about(copy).get()
    assert (entry.verb, entry.by, entry.changes) == (
        "copy_framework",
        user,
        {"copied_from": [None, "เกณฑ์ ITA ปี ๒๕๖๘"]},
    )


def test_an_empty_framework_whose_note_was_corrected_can_still_be_filled():
    waiting, _ = load_framework(framework_content(2570, instruments=[], rating=[]))
    correct(waiting, {"note": "รอประกาศ"}, "บันทึกไว้", by=None)

    copy = copy_framework(a_framework(2568), 2570, by=None)

    assert copy.instruments.count() == 3
