"""The year of measures as three people walk it: planned from findings by the auditor, carried out and proven by a
division from a phone, looked at by an executive, and written into the printed report.

With the figures of อบต.คลองเส 2568 (plan 2569) and the plan of อบต.บางครก 2568.
"""

import io
from itertools import count

import pytest
from django.conf import settings
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import expect

from measures.coverage import coverage_of
from measures.models import Evidence, Measure, PlanStatus, ProgressEntry
from organizations.models import Membership, Role
from reports.demo import load_organization, read_demo
from tests import builders
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.steps import follow, press

DONE = "จัดทำทะเบียนคุมทรัพย์สินครบ ๕ ส่วนราชการ"
_numbers = count(1)


def a_copy_of(slug, *, keeps_plan):
    """The demo municipality under an address of its own: without its plan, or with its plan and no word on results."""
    content = read_demo(settings.FIXTURES_DIR / "demo" / f"{slug}.json")
    number = next(_numbers)
    content["organization"].update(
        slug=f"{slug}-walk-{number}",
        name=f"{content['organization']['name']} {number}",
        district=f"อำเภอ {number}",
    )
    content["documents"] = []
    if not keeps_plan:
        content["plans"] = []
    for plan in content["plans"]:
        for measure in plan["measures"]:
            measure.update(results=[], outcome="")
    return load_organization(content)[0]


class People:
    """The auditor, the finance division's officer and the executive of an organisation, each before a screen."""

    def __init__(self, organization, open_window):
        self.organization = organization
        self.division = organization.divisions.get(name="กองคลัง")
        self.open_window = open_window

    def window(self, role, viewport):
        user = builders.a_user()
        division = self.division if role == Role.DIVISION_STAFF else None
        Membership.objects.create(user=user, role=role, organization=self.organization, division=division)
        return self.open_window(user, viewport)

    def address(self, place):
        return f"/{self.organization.slug}/{place}"


def a_photo():
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(content, "JPEG")
    return {"name": "ทะเบียนคุมทรัพย์สิน.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


@pytest.fixture
def khlongse(served_portal, open_window):
    call_command("load_measure_templates", verbosity=0)
    return People(a_copy_of("khlongse", keeps_plan=False), open_window)


@pytest.fixture
def bangkhrok(served_portal, open_window):
    return People(a_copy_of("bangkhrok", keeps_plan=True), open_window)


def plan_from_suggestions(page, people):
    """As the auditor: a plan with a measure for every score below 100, owned by the finance division, adopted."""
    page.goto(people.address("2569/plan/"))
    press(page, "เริ่มแผนจากผลปี ๒๕๖๘")
    follow(page, "เลือกจากข้อเสนอแนะ")
    page.get_by_role("button", name="เพิ่มมาตรการที่เลือกลงในแผน").click()
    page.get_by_label("เลือกทุกเรื่อง").check()
    press(page, "กำหนดผู้รับผิดชอบหรือช่วงเวลาให้เรื่องที่เลือก")
    page.get_by_label("กองคลัง", exact=True).check()
    press(page, "กำหนดผู้รับผิดชอบ")
    page.goto(people.address("2569/plan/adopt/"))
    press(page, "ประกาศใช้แผนปี ๒๕๖๙")
    expect(page.get_by_role("main")).to_contain_text("ประกาศใช้แล้ว")


def report_done(page):
    """As the division: what was done, with a photo, from the page of one measure."""
    follow(page, "รายงานผล")
    page.get_by_label("แล้วเสร็จ", exact=True).check()
    page.get_by_label("ทำอะไรไปแล้ว").fill(DONE)
    page.get_by_label("รูปถ่ายหรือแฟ้ม").set_input_files([a_photo()])
    press(page, "บันทึกผล")
    expect(page.locator(".timeline")).to_contain_text(DONE)


def test_a_plan_grows_out_of_the_result_and_is_carried_out(khlongse):
    auditor = khlongse.window(Role.AUDITOR, DESKTOP)
    plan_from_suggestions(auditor, khlongse)

    plan = khlongse.organization.measure_plans.get()
    assert (plan.status, plan.source_assessment.year, plan.measures.count()) == (PlanStatus.ADOPTED, 2568, 17)
    assert coverage_of(plan.source_assessment).left_count == 0

    measure = plan.measures.get(targets__question__code="i10")
    phone = khlongse.window(Role.DIVISION_STAFF, PHONE)
    phone.goto("/work/")
    phone.get_by_role("link", name=measure.title, exact=True).first.click()
    report_done(phone)

    measure.refresh_from_db()
    assert (measure.state, measure.percent) == ("done", 100)
    assert Evidence.objects.get(entry__measure=measure).name == "ทะเบียนคุมทรัพย์สิน.jpg"

    executive = khlongse.window(Role.EXECUTIVE, PHONE)
    executive.goto(khlongse.address("2569/plan/"))
    expect(executive.get_by_role("main")).to_contain_text("ทำจบแล้ว ๑ จาก ๑๗ เรื่อง")
    executive.goto(measure.get_absolute_url())
    expect(executive.locator(".timeline")).to_contain_text(DONE)
    expect(executive.get_by_role("link", name="รายงานผล", exact=True)).to_have_count(0)


def test_what_the_division_reports_becomes_the_printed_report(bangkhrok):
    measure = Measure.objects.filter(
        organization=bangkhrok.organization, owners__division=bangkhrok.division
    ).first()
    phone = bangkhrok.window(Role.DIVISION_STAFF, PHONE)
    phone.goto(measure.get_absolute_url())
    report_done(phone)
    entry = ProgressEntry.objects.get(measure=measure)

    auditor = bangkhrok.window(Role.AUDITOR, DESKTOP)
    auditor.goto(f"{measure.get_absolute_url()}summary/12/")
    expect(auditor.get_by_label("ผลการดำเนินการ").first).to_have_value(DONE)
    auditor.get_by_label("ผลลัพธ์หรือความสำเร็จของการดำเนินการ").fill("ตรวจสอบทรัพย์สินได้ทุกรายการ")
    press(auditor, "บันทึกสรุป")
    auditor.goto(bangkhrok.address("2568/documents/progress/"))

    assert entry.division == bangkhrok.division
    expect(auditor.locator("body")).to_contain_text("จัดทำทะเบียนคุมทรัพย์สินครบ")
    expect(auditor.locator("body")).to_contain_text("ตรวจสอบทรัพย์สินได้ทุกรายการ")


def test_a_division_is_offered_nothing_of_another_division_or_organisation(khlongse, bangkhrok):
    foreign = Measure.objects.filter(organization=bangkhrok.organization).first()
    own = Measure.objects.filter(organization=bangkhrok.organization).exclude(
        owners__division=bangkhrok.division
    )
    phone = khlongse.window(Role.DIVISION_STAFF, PHONE)
    other_division = bangkhrok.window(Role.DIVISION_STAFF, PHONE)

    statuses = {
        "another organisation": phone.goto(foreign.get_absolute_url()).status,
        "another organisation, reporting": phone.goto(f"{foreign.get_absolute_url()}report/").status,
        "another division, reading": other_division.goto(own.first().get_absolute_url()).status,
        "another division, reporting": other_division.goto(f"{own.first().get_absolute_url()}report/").status,
    }

    assert statuses == {
        "another organisation": 404,
        "another organisation, reporting": 404,
        "another division, reading": 200,
        "another division, reporting": 404,
    }
