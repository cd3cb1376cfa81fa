"""The sheet of a plan: what it says, what it never runs, who takes it away, and that the trail tells."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from measures.measure_content import ALL_DIVISIONS
from measures.models import MeasureTitle, PlanStatus
from measures.plan_sheet import COLUMNS, HEAD_ROW, write_plan_sheet
from measures.workbench import Layout, read_workbench
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
PORTAL = "https://ita.example.go.th"


@pytest.fixture
def plan():
    return builders.a_plan(builders.an_organization("khlongtest"), 2569, status=PlanStatus.ADOPTED)


def sheet_of(content):
    return load_workbook(io.BytesIO(content)).active


def written(plan, **query):
    """The rows of the sheet as cells by the name of their column."""
    bench = read_workbench(plan, query, Layout.TIMELINE, today=TODAY)
    sheet = sheet_of(write_plan_sheet(bench, base_url=PORTAL, today=TODAY))
    rows = sheet.iter_rows(min_row=HEAD_ROW + 1)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def address_of(plan):
    return reverse("measures:export_plan", args=[plan.organization.slug, plan.fiscal_year])


def test_a_row_says_what_the_measure_says(plan):
    measure = builders.a_measure(
        plan, steps=("แต่งตั้ง", "จัดทำ"), budget=Decimal("1500.50"), state="under_way", percent=40
    )
    MeasureTitle.objects.create(measure=measure, order=2, text="อีกชื่อหนึ่ง")

    (row,) = written(plan)

    said = {name: cell.value for name, cell in row.items()}
    assert said["titles"] == f"{measure.title}\nอีกชื่อหนึ่ง"
    assert said["steps"] == "1. แต่งตั้ง\n2. จัดทำ"
    assert (said["owners"], said["state"], said["percent"]) == (ALL_DIVISIONS, "กำลังดำเนินการ", 40)
    assert said["budget"] == 1500.5


def test_days_are_days_that_can_be_sorted_and_look_thai(plan):
    builders.a_measure(plan)

    (row,) = written(plan)

    assert row["due_on"].value == datetime(2026, 9, 30)
    assert row["due_on"].is_date
    assert row["due_on"].number_format.startswith("[$-107041E]")


def test_a_row_leads_to_its_measure(plan):
    measure = builders.a_measure(plan)

    (row,) = written(plan)

    assert row["address"].value == row["address"].hyperlink.target == f"{PORTAL}{measure.get_absolute_url()}"


@pytest.mark.parametrize(
    "text", ["=1+1", "+66 2345", "-คู่มือ", "@SUM(A1)", "=HYPERLINK(“https://example.org”)", "'=1"]
)
def test_a_text_stays_a_text_whatever_it_begins_with(plan, text):
    builders.a_measure(plan, title=text, finding=text, steps=(), follow_up=text, target=text, owner_text=text)

    (row,) = written(plan)

    texts = [row[name] for name in ("titles", "finding", "follow_up", "target", "owners")]
    assert [(cell.value, cell.data_type) for cell in texts] == [(text, "s")] * 5


def test_what_no_cell_can_hold_is_left_out(plan):
    builders.a_measure(plan, title="คู่มือ\x0b\x1f\ufffe ทรัพย์สิน", finding="ก" * 40_000)

    (row,) = written(plan)

    assert row["titles"].value == "คู่มือ ทรัพย์สิน"
    assert len(row["finding"].value) == 32_767


def test_a_measure_without_anything_makes_a_row(plan):
    builders.a_measure(plan, title="ว่าง", steps=(), starts_on=None, due_on=None, is_all_divisions=False)

    (row,) = written(plan)

    empty = [name for name, cell in row.items() if cell.value in (None, "")]
    assert {"starts_on", "due_on", "budget", "owners", "steps", "next_due", "late"} <= set(empty)


def test_the_sheet_holds_what_the_filter_lets_through_with_the_numbers_of_the_plan(plan):
    builders.a_measure(plan)
    builders.a_measure(plan, kind="project")

    rows = written(plan, kind="project")

    assert [row["number"].value for row in rows] == [2]


def test_the_head_says_which_plan_and_which_part_of_it(plan):
    builders.a_measure(plan, kind="project")
    bench = read_workbench(plan, {"kind": "project"}, Layout.BOARD, today=TODAY)

    sheet = sheet_of(write_plan_sheet(bench, base_url=PORTAL, today=TODAY))

    assert sheet["A1"].value == f"แผนมาตรการปี ๒๕๖๙ {plan.organization.name}"
    assert sheet["A2"].value == "๑ จาก ๑ มาตรการ เฉพาะประเภทโครงการ · ข้อมูล ณ ๒ มีนาคม ๒๕๖๙"
    assert [cell.value for cell in sheet[HEAD_ROW]] == [label for label, _ in COLUMNS.values()]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.EXECUTIVE, Role.DIVISION_STAFF, Role.CLERK])
def test_a_member_takes_the_sheet_away_and_the_trail_tells(client, plan, role):
    user = builders.a_user(plan.organization, role)
    client.force_login(user)
    builders.a_measure(plan)

    response = client.get(address_of(plan), {"kind": "measure"})

    entry = TrailEntry.objects.get(verb="export_plan")
    assert sheet_of(response.content).max_row == HEAD_ROW + 1
    assert response["Content-Disposition"].startswith("attachment")
    assert (entry.by, entry.organization, entry.fiscal_year) == (user, plan.organization, 2569)
    assert entry.changes == {"filters": [None, "ประเภทมาตรการ"], "count": [None, "1"]}


def test_asking_whether_there_is_a_sheet_takes_nothing_away(client, plan):
    client.force_login(builders.a_user(plan.organization, Role.AUDITOR))

    assert client.head(address_of(plan)).status_code == 200
    assert not TrailEntry.objects.filter(verb="export_plan").exists()
