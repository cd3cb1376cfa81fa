"""Reporting from a phone: nothing that was typed is lost, nothing is stored twice, and all of it works without scripts."""

import pytest
from playwright.sync_api import expect

from measures.models import MeasureOwner, PlanStatus, ProgressEntry, ProgressSummary
from organizations.models import Role
from tests import builders
from tests.browser.conftest import PHONE

TYPED = "ประชุมคณะทำงานครั้งที่ ๑ ผู้เข้าร่วม ๑๒ คน"


@pytest.fixture
def measure(served_portal):
    """A measure of an adopted plan with two steps, owned by one division."""
    plan = builders.a_plan(builders.an_organization(), status=PlanStatus.ADOPTED)
    measure = builders.a_measure(plan, steps=("จัดทำคู่มือ", "เผยแพร่คู่มือ"), is_all_divisions=False)
    MeasureOwner.objects.create(measure=measure, division=builders.a_division(plan.organization), order=1)
    return measure


@pytest.fixture
def staff(measure):
    division = measure.owners.get().division
    return builders.a_user(measure.plan.organization, Role.DIVISION_STAFF, division=division)


@pytest.fixture
def phone(open_window, staff):
    return open_window(staff, PHONE)


def address(measure, place=""):
    return f"{measure.get_absolute_url()}{place}"


def fill_in(page, text=TYPED):
    page.get_by_label("กำลังดำเนินการ").check()
    page.get_by_label("ความก้าวหน้า (ร้อยละ)").fill("๔๐")
    page.get_by_label("ทำอะไรไปแล้ว").fill(text)


def send(page):
    page.get_by_role("button", name="บันทึกผล").click()


def box(page):
    return page.get_by_label("ทำอะไรไปแล้ว")


def test_a_report_is_sent_from_the_measure_with_a_thumb(phone, measure):
    phone.goto(address(measure))
    phone.get_by_role("link", name="รายงานผล", exact=True).click()
    fill_in(phone)
    send(phone)

    expect(phone.locator(".timeline")).to_contain_text(TYPED)
    expect(phone.locator(".hero__number")).to_have_text("๔๐%")
    assert ProgressEntry.objects.get(measure=measure).percent == 40


@pytest.mark.parametrize("place", ["", "report/", "summary/12/"])
def test_no_page_is_wider_than_a_phone(phone, measure, place):
    builders.an_entry(measure, text="ก" * 200)
    phone.goto(address(measure, place))

    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_was_typed_and_never_sent_stands_in_the_form_again(phone, measure):
    phone.goto(address(measure, "report/"))
    fill_in(phone)
    phone.goto("/")
    phone.goto(address(measure, "report/"))

    expect(box(phone)).to_have_value(TYPED)
    expect(phone.get_by_label("กำลังดำเนินการ")).to_be_checked()
    expect(phone.locator("[data-keep-notice]")).to_be_visible()


def test_a_kept_text_is_thrown_away_on_request(phone, measure):
    phone.goto(address(measure, "report/"))
    fill_in(phone)
    phone.reload()
    phone.get_by_role("button", name="ทิ้งข้อความที่ค้าง").click()
    phone.reload()

    expect(box(phone)).to_have_value("")
    expect(phone.locator("[data-keep-notice]")).to_be_hidden()


def test_what_was_stored_is_not_kept(phone, measure):
    phone.goto(address(measure, "report/"))
    fill_in(phone)
    send(phone)
    expect(phone.locator(".timeline")).to_contain_text(TYPED)
    phone.goto(address(measure, "report/"))

    expect(box(phone)).to_have_value("")
    assert phone.evaluate("Object.keys(localStorage).length") == 0


def test_what_is_typed_while_the_server_is_away_comes_back_and_is_stored_once(phone, measure):
    phone.goto(address(measure, "report/"))
    fill_in(phone)
    phone.context.set_offline(True)
    send(phone)
    phone.context.set_offline(False)
    phone.goto(address(measure, "report/"))
    expect(box(phone)).to_have_value(TYPED)
    send(phone)

    expect(phone.locator(".timeline")).to_contain_text(TYPED)
    assert ProgressEntry.objects.filter(measure=measure).count() == 1


@pytest.mark.parametrize("java_script", [True, False])
def test_a_button_pressed_twice_stores_once(open_window, staff, measure, java_script):
    page = open_window(staff, PHONE, java_script=java_script)
    page.goto(address(measure, "report/"))
    fill_in(page)
    page.get_by_role("button", name="บันทึกผล").dblclick()

    expect(page.locator(".timeline")).to_contain_text(TYPED)
    assert ProgressEntry.objects.filter(measure=measure).count() == 1


def test_rows_of_a_summary_come_back_as_many_as_were_typed(phone, measure):
    phone.goto(address(measure, "summary/12/"))
    rows = phone.locator("[data-repeat-rows] textarea")
    rows.first.fill("จัดทำคู่มือ")
    phone.get_by_role("button", name="เพิ่มผลอีกหนึ่งข้อ").click()
    rows.nth(1).fill("เผยแพร่คู่มือ")
    phone.goto("/")
    phone.goto(address(measure, "summary/12/"))

    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_have_value("เผยแพร่คู่มือ")


def test_a_summary_is_written_without_scripts(open_window, staff, measure):
    page = open_window(staff, PHONE, java_script=False)
    page.goto(address(measure, "summary/12/"))
    rows = page.locator("[data-repeat-rows] textarea")
    rows.first.fill("จัดทำคู่มือ")
    page.get_by_role("button", name="เพิ่มผลอีกหนึ่งข้อ").click()
    rows.nth(1).fill("เผยแพร่คู่มือ")
    page.get_by_role("button", name="บันทึกสรุป").click()

    expect(page.locator(".summary-box")).to_contain_text("เผยแพร่คู่มือ")
    assert ProgressSummary.objects.get(measure=measure).results.count() == 2
