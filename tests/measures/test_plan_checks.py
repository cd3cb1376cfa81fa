"""The rules a plan is checked by, one by one; the faults of real plans put back are found, the clean plans stay quiet."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.subjects import finest, subjects_of
from measures.coverage import Coverage, Naming, decide
from measures.measure_content import MeasureContent, StepContent
from measures.plan_checks import (
    Check,
    CheckedMeasure,
    CheckedPlan,
    findings_in,
    is_repetition,
    names_of_others,
)
from measures.plan_readiness import missing_before_adoption, own_names_of, read_for_checks
from organizations.models import Division
from tests import builders

DIVISION = Division(pk=1, name="กองคลัง")
SOUND = MeasureContent(
    titles=("จัดทำทะเบียนคุมทรัพย์สิน",),
    steps=(StepContent("ทบทวนคู่มือการยืมทรัพย์สิน"),),
    owners=(DIVISION,),
    starts_on=date(2025, 10, 1),
    due_on=date(2026, 9, 30),
)
SEED_WORDING = Path(__file__).parent.parent / "seed_wording"


def checked(*contents, coverage=None, own_names=("อบต.คลองเส",), **printed):
    measures = [CheckedMeasure(place, place, row, **printed) for place, row in enumerate(contents, start=1)]
    return findings_in(CheckedPlan(2569, tuple(measures), coverage, own_names))


def found(*contents, **kwargs):
    """The rules that found something, but for the one sentence on a plan that stands alone."""
    return [row.check for row in checked(*contents, **kwargs) if row.check != Check.ANSWERS_NOTHING]


# -- Rule by rule ----------------------------------------------------------------------------------


def test_a_sound_measure_is_left_alone():
    assert found(SOUND) == []


def test_a_plan_without_measures_is_not_adopted():
    (finding,) = checked()

    assert (finding.check, finding.blocks) == (Check.EMPTY, True)


@pytest.mark.parametrize(
    ("missing", "check", "field"),
    [
        ({"titles": ()}, Check.TITLE, "titles"),
        ({"owners": (), "lead": None}, Check.OWNER, "owners"),
        ({"steps": ()}, Check.STEPS, "steps"),
        ({"starts_on": None}, Check.DATES, "starts_on"),
        ({"due_on": None}, Check.DATES, "due_on"),
    ],
)
def test_what_is_missing_blocks_and_leads_to_its_field(missing, check, field):
    finding = checked(replace(SOUND, **missing))[0]

    assert (finding.check, finding.field, finding.measure, finding.blocks) == (check, field, 1, True)


def test_a_printed_owner_does_not_stand_for_a_division():
    (finding, *_) = checked(replace(SOUND, owners=(), lead=None, owner_text="งานพัสดุ/กองคลัง"))

    assert finding.check == Check.OWNER
    assert "งานพัสดุ/กองคลัง" in finding.sentence


def test_all_divisions_as_owner_warns_and_never_blocks():
    finding = checked(replace(SOUND, owners=(), lead=None, is_all_divisions=True))[-1]

    assert (finding.check, finding.blocks) == (Check.VAGUE_OWNER, False)


def test_a_day_outside_the_fiscal_year_is_told_with_the_year():
    finding = checked(replace(SOUND, due_on=date(2026, 12, 31)))[-1]

    assert (finding.check, finding.blocks) == (Check.OUTSIDE_YEAR, False)
    assert "๓๑ ธ.ค. ๒๕๖๙" in finding.sentence
    assert "๑ ต.ค. ๒๕๖๘ – ๓๐ ก.ย. ๒๕๖๙" in finding.sentence


def test_an_end_before_the_start_blocks_also_in_a_step():
    days = {"starts_on": date(2026, 3, 1), "due_on": date(2026, 2, 1)}
    of_measure = found(replace(SOUND, **days))
    of_step = found(replace(SOUND, steps=(StepContent("ทบทวนคู่มือ", **days),)))

    assert of_measure == of_step == [Check.ORDER_OF_DATES]


def test_the_same_title_twice_is_told_of_the_second():
    twin = replace(SOUND, titles=("1. จัดทำ ทะเบียนคุมทรัพย์สิน",))
    finding = checked(SOUND, twin)[0]

    assert (finding.check, finding.number, finding.blocks) == (Check.SAME_TITLE, 2, False)


def test_a_placeholder_left_over_blocks():
    finding = checked(replace(SOUND, target="{หน่วยงาน}เผยแพร่คู่มือ"))[0]

    assert (finding.check, finding.field, finding.blocks) == (Check.PLACEHOLDER, "target", True)


def test_a_plan_that_stands_alone_is_told_so_once():
    findings = checked(SOUND, replace(SOUND, titles=("เรื่องอื่น",)))

    assert [(row.check, row.blocks, row.measure) for row in findings] == [(Check.ANSWERS_NOTHING, False, None)]


# -- What scores ask for ---------------------------------------------------------------------------


def a_coverage(score, reasons=()):
    assessment = builders.an_assessment(official={"i1": score})
    subjects = [row for row in finest(subjects_of(assessment)) if row.is_question]
    named = [(reason, Naming(subjects[0].indicator.pk)) for reason in reasons]
    return Coverage(decide(subjects, [], named))


@pytest.mark.django_db
def test_a_score_below_100_without_measure_or_reason_blocks():
    (finding,) = checked(coverage=a_coverage("99.00"))[1:]

    assert (finding.check, finding.blocks, finding.subject.row.code) == (Check.UNCOVERED, True, "i1")


@pytest.mark.django_db
def test_a_low_score_with_only_a_reason_warns():
    (finding,) = checked(coverage=a_coverage("84.99", ["งบประมาณไม่พอ"]))[1:]

    assert (finding.check, finding.blocks) == (Check.LOW_SCORE, False)


@pytest.mark.django_db
def test_a_score_with_a_reason_is_left_alone():
    findings = checked(coverage=a_coverage("99.00", ["คะแนนสูงอยู่แล้ว"]))

    assert [row.check for row in findings] == [Check.EMPTY]


@pytest.mark.django_db
def test_a_measure_that_answers_nothing_blocks_where_there_is_a_result():
    finding = checked(SOUND, coverage=a_coverage("100.00"))[0]

    assert (finding.check, finding.field, finding.blocks) == (Check.ANSWERS_NOTHING, "targets", True)


# -- Names of others -------------------------------------------------------------------------------

OURS = ("องค์การบริหารส่วนตำบลคลองเส", "อบต.คลองเส", "khlongse.go.th", "www.khlongse.go.th")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("แต่งตั้งคณะทำงานของเทศบาลตำบลท่าบอง เพื่อขับเคลื่อน", ["เทศบาลตำบลท่าบอง"]),
        ("เผยแพร่ทาง www.poraiwan.go.th และ www.khlongse.go.th", ["www.poraiwan.go.th"]),
        ("อบต.คลองเสแจ้งเวียนให้บุคลากรทราบ", []),
        ("องค์การบริหารส่วนตำบลควรเผยแพร่ข้อมูล", []),
        ("บริการของเทศบาลและการแสดงความคิดเห็น", []),
    ],
)
def test_names_that_are_not_ours_are_found(text, names):
    assert names_of_others(text, OURS) == names


def test_our_own_name_is_known_in_every_spelling():
    organization = builders.Organization(
        kind="sao", name="องค์การบริหารส่วนตำบลคลองเส", place_name="คลองเส", domain="khlongse.go.th"
    )
    text = "อบต.คลองเส อบต. คลองเส องค์การบริหารส่วนตำบลคลองเส องค์การบริหารส่วนตำบล คลองเส khlongse.go.th"

    assert names_of_others(text, own_names_of(organization)) == []


# -- Results that repeat the plan ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "planned", "repeats"),
    [
        ("๑. จัดทำคู่มือการยืมทรัพย์สินของราชการ", "จัดทำคู่มือการยืมทรัพย์สินของราชการ", True),
        ("จัดทำคู่มือการยืมทรัพย์สินของทางราชการ", "จัดทำคู่มือการยืมทรัพย์สินของราชการ", True),
        ("จัดทำคู่มือแล้วเสร็จเมื่อ ๑๕ มกราคม แจกจ่าย ๔๐ เล่ม", "จัดทำคู่มือการยืมทรัพย์สินของราชการ", False),
        ("ปรับปรุงคู่มือการยืมทรัพย์สินของราชการและแจกให้ทุกส่วน", "จัดทำคู่มือการยืมทรัพย์สินของราชการ", False),
        ("ทำแล้ว", "ทำแล้ว", False),
    ],
)
def test_a_result_repeats_a_line_of_the_plan_when_it_says_the_same(result, planned, repeats):
    assert is_repetition(result, planned) is repeats


def test_a_report_that_repeats_its_steps_is_told_with_the_count():
    results = ("ทบทวนคู่มือการยืมทรัพย์สิน", "อบรมบุคลากร ๔๐ คน เมื่อ ๑๒ มีนาคม ๒๕๖๙")
    finding = checked(SOUND, results=results)[-1]

    assert (finding.check, finding.blocks) == (Check.REPEATED, False)
    assert "๑ จาก ๒ ข้อ" in finding.sentence


# -- Real plans ------------------------------------------------------------------------------------


def findings_of(organization, year):
    return missing_before_adoption(organization.measure_plans.get(fiscal_year=year))


@pytest.mark.parametrize(
    ("slug", "year"),
    [("khlongse", 2569), ("khokphutsa", 2569), ("phochai", 2568), ("thana", 2565), ("bangkhrok", 2568)],
)
def test_the_corrected_plans_of_the_seeds_miss_no_part_and_name_nobody_else(municipality, slug, year):
    structural = {
        Check.EMPTY,
        Check.TITLE,
        Check.OWNER,
        Check.STEPS,
        Check.DATES,
        Check.ORDER_OF_DATES,
        Check.OUTSIDE_YEAR,
        Check.PLACEHOLDER,
        Check.SAME_TITLE,
        Check.OTHER_NAME,
        Check.ANSWERS_NOTHING,
    }
    measures = [row for row in findings_of(municipality(slug), year) if row.measure]

    assert [row.sentence for row in measures if row.check in structural] == []


def test_domains_of_others_in_the_report_of_bangkhrok_are_found_when_put_back(municipality):
    faults = json.loads((SEED_WORDING / "003.json").read_text(encoding="utf-8"))
    originals = [row["original"] for row in faults if "โดเมนของหน่วยงานอื่น" in row["place"]]
    plan = read_for_checks(municipality("bangkhrok").measure_plans.get())
    broken = replace(plan.measures[1], results=tuple(originals))

    findings = findings_in(replace(plan, measures=(broken,)))

    assert [row.field for row in findings if row.check == Check.OTHER_NAME] == ["results"] * len(originals)
    assert len(originals) == 2


def test_the_wrong_municipality_on_the_cover_of_thana_is_found(municipality):
    faults = json.loads((SEED_WORDING / "004.json").read_text(encoding="utf-8"))
    wrong = next(row["original"] for row in faults if "ท่าบอง" in row["original"])

    assert names_of_others(wrong, own_names_of(municipality("thana"))) == ["เทศบาลตำบลท่าบอง"]


def test_the_scores_that_khlongse_left_without_measure_are_told_one_by_one(municipality):
    findings = findings_of(municipality("khlongse"), 2569)

    uncovered = [row.subject.row.code for row in findings if row.check == Check.UNCOVERED]
    assert "O10" in uncovered
    assert "i4" not in uncovered


@pytest.mark.parametrize(("today", "is_told"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_a_draft_whose_year_is_over_is_told_so_without_being_stopped(db, today, is_told):
    plan = builders.a_plan(fiscal_year=2569)

    findings = missing_before_adoption(plan, today)

    told = [row for row in findings if row.check == Check.YEAR_IS_OVER]
    assert [row.blocks for row in told] == [False] * is_told


def test_the_checks_take_as_many_queries_for_ten_measures_as_for_one(db):
    source = builders.an_assessment(official={"i1": "60.00", "e1/1": "70.00"})
    plan, counts = builders.a_plan(source.organization, source_assessment=source), []
    for more in (1, 9):
        for _ in range(more):
            builders.a_measure(plan)
        with CaptureQueriesContext(connection) as queries:
            missing_before_adoption(plan)
        counts.append(len(queries))

    assert counts[0] == counts[1]
