"""What a province sees of its organisations: how far each is, its confirmed result, and how totals are spread."""

import io
import statistics
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessments import workflow as scores
from organizations.models import Organization, Role
from reports.oversight.distribution import quartiles_by, ranges_of
from reports.oversight.page import read_page, rows_with_details
from reports.oversight.row_filter import ORDERS
from reports.oversight.scope import NothingOverseen, scope_of
from reports.oversight.sheet import COLUMNS, HEAD_ROW, write_oversight_sheet
from reports.oversight.year_rows import STEPS, confirmed_results, step_counts
from tests import builders
from tests.reports.oversight_world import a_result, an_organization_after, an_overseer, the_scope

pytestmark = pytest.mark.django_db


def names(scope):
    return [row.place_name for row in scope.rows()]


# -- Whose organisations -----------------------------------------------------------------------------


def test_an_overseer_of_two_provinces_sees_both_and_chooses_one():
    for name in ("ตรัง", "พังงา", "กระบี่"):
        builders.an_organization(place_name=f"ใน{name}", province=builders.a_province(name))
    user = an_overseer(builders.a_province("ตรัง"))
    user.memberships.create(role=Role.OVERSEER, province=builders.a_province("พังงา"))
    builders.a_framework(2568)

    both, one = the_scope(user), the_scope(user, province=builders.a_province("พังงา").pk)

    assert names(both) == ["ในตรัง", "ในพังงา"]
    assert (names(one), one.place_name) == (["ในพังงา"], "ในจังหวัดพังงา")


def test_a_province_of_somebody_else_is_not_known_to_the_address():
    builders.a_framework(2568)
    builders.an_organization(place_name="ในตรัง", province=builders.a_province("ตรัง"))
    other = builders.an_organization(place_name="ในพังงา", province=builders.a_province("พังงา"))

    scope = the_scope(an_overseer(builders.a_province("ตรัง")), province=other.province_id)

    assert names(scope) == ["ในตรัง"]


def test_members_and_strangers_oversee_nothing():
    builders.a_framework(2568)
    auditor = builders.a_user(builders.an_organization(), Role.AUDITOR)

    with pytest.raises(NothingOverseen):
        scope_of(auditor, {})


def test_the_latest_year_with_a_confirmed_result_is_shown_unless_another_is_asked_for():
    organization = builders.an_organization()
    a_result(organization, year=2567)
    a_result(organization, year=2568, is_confirmed=False)

    years = [the_scope().year, the_scope(year="2568").year, the_scope(year="๙๙").year]

    assert years == [2567, 2568, 2567]


# -- Only what is confirmed ----------------------------------------------------------------------------


def test_a_result_that_is_not_confirmed_counts_as_recorded_and_shows_no_figure():
    a_result(builders.an_organization(), "77.77", is_confirmed=False, official_rank=9)

    [row] = read_page(the_scope(), "1").rows

    shown = row.organization
    assert row.marks[:2] == [("บันทึกผล", True), ("ยืนยัน", False)]
    assert (shown.total, shown.level, shown.change, shown.official_rank) == (None, None, None, None)
    assert row.details.place is None


def test_a_result_that_is_opened_again_leaves_the_page_at_once():
    result = a_result(builders.an_organization(), "77.77")
    scope = the_scope()
    assert scope.rows().get().total == Decimal("77.77")

    scores.reopen(result, reason="พิมพ์ผิด", by=None, at=timezone.now())

    assert scope.rows().get().total is None
    assert not scope.results().exists()


def test_the_change_is_from_the_confirmed_result_of_the_year_before():
    organization = builders.an_organization()
    a_result(organization, "90.50", year=2567)
    a_result(organization, "89.25")

    assert the_scope().rows().get().change == Decimal("-1.25")


# -- The steps -----------------------------------------------------------------------------------------


def test_marks_counts_and_filter_agree_on_every_step():
    for step_count in range(len(STEPS) + 1):
        an_organization_after(step_count, place_name=f"ขั้น{step_count}")
    scope = the_scope()

    rows = read_page(scope, "1").rows
    counts = step_counts(scope.organizations, scope.framework)

    assert sorted(sum(row.details.marks) for row in rows) == list(range(len(STEPS) + 1))
    for number, step in enumerate(STEPS):
        marked = {row.organization.pk for row in rows if not row.details.marks[number]}
        left_out = {row.pk for row in the_scope(missing=step.name).rows()}
        assert marked == left_out
        assert counts[step.name] == len(STEPS) - number


def test_a_draft_is_no_proof_of_a_step():
    organization = an_organization_after(2)
    builders.an_analysis(organization.assessments.get(), is_draft=True)
    builders.a_measure(builders.a_plan(organization, 2569))
    builders.an_edition(builders.a_document(organization, fiscal_year=2568))

    [row] = read_page(the_scope(), "1").rows

    assert row.details.marks == (True, True, False, False, False, False, False)


# -- Order, rank, pages --------------------------------------------------------------------------------


def test_every_order_puts_unknown_figures_last_and_names_in_dictionary_order():
    for name, total, before in (
        ("แก้ว", "90", "95"),
        ("เกาะ", None, None),
        ("กา", "70", "60"),
        ("ขา", "90", "80"),
    ):
        organization = builders.an_organization(name=name, place_name=name)
        if total:
            a_result(organization, before, year=2567)
            a_result(organization, total, official_rank=int(total))

    found = {order: names(the_scope(order=order)) for order in ORDERS}

    assert found == {
        "name": ["กา", "เกาะ", "แก้ว", "ขา"],
        "province": ["กา", "เกาะ", "แก้ว", "ขา"],
        "total": ["แก้ว", "ขา", "กา", "เกาะ"],
        "total-up": ["กา", "แก้ว", "ขา", "เกาะ"],
        "change": ["กา", "ขา", "แก้ว", "เกาะ"],
        "change-up": ["แก้ว", "กา", "ขา", "เกาะ"],
        "rank": ["กา", "แก้ว", "ขา", "เกาะ"],
    }


def test_equal_totals_share_a_rank_among_their_kind_and_province():
    for total in ("95.00", "90.00", "90.00", "80.00"):
        a_result(builders.an_organization(), total)
    a_result(builders.an_organization(kind="town"), "99.00")
    a_result(builders.an_organization(province=builders.a_province("ตรัง")), "99.00")

    rows = read_page(the_scope(kind="sao", order="total"), "1").rows

    assert [(row.details.place, row.details.of) for row in rows] == [(1, 4), (2, 4), (2, 4), (4, 4)]


def test_kind_and_level_narrow_the_list_and_are_said_in_words():
    a_result(builders.an_organization(place_name="ก"))
    a_result(builders.an_organization(place_name="ข", kind="town"))
    a_result(builders.an_organization(place_name="ค", kind="town"), official_rating="ผ่าน")

    scope = the_scope(kind="town", level="ผ่านดี")

    assert names(scope) == ["ข"]
    assert scope.words == "เทศบาลเมือง ระดับ ผ่านดี เรียงตามชื่อหน่วยงาน"


def test_no_organisation_stands_on_two_pages(monkeypatch):
    monkeypatch.setattr("reports.oversight.page.PAGE_SIZE", 2)
    for _ in range(5):
        a_result(builders.an_organization())
    scope = the_scope(order="total")

    shown = [row.organization.pk for number in "123" for row in read_page(scope, number).rows]

    assert sorted(shown) == sorted(Organization.objects.values_list("pk", flat=True))


# -- Distribution --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8, 11])
def test_quartiles_of_the_database_are_those_of_the_textbook(count):
    totals = [Decimal(60) + Decimal(place * place % 37) + Decimal("0.37") for place in range(count)]
    for total in totals:
        a_result(builders.an_organization(), str(total))

    found = quartiles_by(confirmed_results(builders.a_framework()), "organization__kind")["sao"]

    expected = [rounded(value) for value in statistics.quantiles(totals, n=4, method="inclusive")]
    assert [found.lower, found.median, found.upper] == expected
    assert found.count == count


def rounded(value):
    return value.quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_one_total_is_its_own_quartiles():
    a_result(builders.an_organization(), "88.88")

    found = quartiles_by(confirmed_results(builders.a_framework()), "organization__kind")["sao"]

    assert (found.lower, found.median, found.upper) == (Decimal("88.88"),) * 3


def test_a_total_on_a_line_belongs_to_the_range_that_begins_there():
    for total in ("100", "95.00", "94.99", "85.00", "84.99", "0.00"):
        a_result(builders.an_organization(), total)

    ranges = ranges_of(confirmed_results(builders.a_framework()))

    assert [row.count for row in ranges] == [2, 1, 1, 1, 0, 0, 0, 1]
    assert [row.share for row in ranges][:3] == [100, 50, 50]


# -- The sheet -----------------------------------------------------------------------------------------


def test_the_sheet_holds_the_rows_of_the_page_and_no_formula():
    a_result(builders.an_organization(name="=1+1", place_name="ก"), "90.50")
    a_result(builders.an_organization(name="ขา", place_name="ข"), "70.00", is_confirmed=False)
    scope = the_scope()

    content = write_oversight_sheet(
        scope, list(rows_with_details(scope, told=lambda done, total: None)), date(2026, 11, 1)
    )

    sheet = load_workbook(io.BytesIO(content)).active
    head, *rows = sheet.iter_rows(min_row=HEAD_ROW, values_only=True)
    total = list(COLUMNS).index("total")
    assert head[0] == "หน่วยงาน"
    assert [(row[0], row[total]) for row in rows] == [("=1+1", 90.5), ("ขา", None)]
    assert sheet.cell(HEAD_ROW + 1, 1).data_type == "s"
