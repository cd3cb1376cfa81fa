"""The workbench in a browser: narrowed on a phone, kept as a view, printed with its head on every sheet."""

import io
from datetime import date

import pypdf
import pytest
from playwright.sync_api import expect

from measures.models import PlanStatus
from tests import builders
from tests.browser.conftest import DESKTOP, PHONE


@pytest.fixture
def plan(auditor):
    return builders.a_plan(auditor.memberships.get().organization, 2569, status=PlanStatus.ADOPTED)


def address(name, plan):
    return f"/{plan.organization.slug}/{plan.fiscal_year}/plan/{name}/"


def overflow(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_a_list_is_narrowed_and_kept_as_a_view_on_a_phone_without_scripts(open_window, auditor, plan):
    builders.a_measure(plan, title="จัดทำคู่มือการยืมทรัพย์สิน", state="under_way")
    builders.a_measure(plan, title="ตรวจนับพัสดุ")
    page = open_window(auditor, PHONE, java_script=False)
    page.goto(address("board", plan))

    page.get_by_text("กรองและจัดกลุ่ม").click()
    page.get_by_label("ความก้าวหน้า").select_option("under_way")
    page.get_by_role("button", name="แสดง", exact=True).click()
    page.get_by_text("บันทึกมุมมองนี้").click()
    page.get_by_label("ชื่อมุมมอง").fill("กำลังทำอยู่")
    page.get_by_role("button", name="บันทึก", exact=True).click()

    expect(page.get_by_role("status").last).to_contain_text("แสดง ๑ จาก ๒ มาตรการ: ที่กำลังดำเนินการ")
    expect(page.get_by_role("link", name="จัดทำคู่มือการยืมทรัพย์สิน")).to_be_visible()
    expect(page.get_by_role("link", name="กำลังทำอยู่")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ["board", "timeline"])
def test_long_words_do_not_push_a_page_out_of_its_window(open_window, auditor, plan, name, viewport):
    builders.a_measure(
        plan, title="มาตรการ" * 40, is_all_divisions=False, owner_text="กองการศึกษาศาสนาและวัฒนธรรม" * 5
    )
    page = open_window(auditor, viewport)

    page.goto(address(name, plan))

    assert overflow(page) == 0


def test_the_months_stand_over_their_lines(open_window, auditor, plan):
    builders.a_measure(plan, starts_on=date(2026, 4, 1), due_on=date(2026, 4, 30))
    page = open_window(auditor)
    page.goto(address("timeline", plan))

    april = page.get_by_role("columnheader", name="เม.ย.").bounding_box()
    bar = page.locator(".span__whole").last.bounding_box()

    assert abs(bar["x"] - april["x"]) < 8
    assert abs(bar["width"] - april["width"]) < 8


def test_every_printed_sheet_lies_and_has_the_head_of_the_months(open_window, auditor, plan):
    builders.many_measures(plan, 40)
    page = open_window(auditor)
    page.goto(address("timeline", plan))

    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert len(sheets) > 1
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    assert all("มาตรการ" in sheet.extract_text().splitlines()[0] for sheet in list(sheets)[1:])
