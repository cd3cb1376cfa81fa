"""The main path of each role, as a person walks it who was told nothing. The auditor's and the division's are walked in
test_the_year_of_measures.py, signing and the citizen's in test_a_document_goes_its_way.py.
"""

import re

from playwright.sync_api import expect

from organizations.models import ActingAppointment, Organization, Role
from reports.models import Filing
from tests import builders
from tests.browser.conftest import PHONE
from tests.browser.steps import follow, press, somebody

QUESTION, ANSWER = "ข้อใดฉุดคะแนนมากที่สุด", "ข้อ i4 ได้คะแนนต่ำสุดของตัวชี้วัดที่ ๑"


def with_result(**fields):
    """An organisation with the confirmed result of 2568."""
    organization = builders.an_organization(**fields)
    builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)
    return organization


def test_a_clerk_writes_a_memo_finds_its_number_in_the_register_and_files_what_was_published(open_window):
    organization = with_result(domain="khlong.go.th")
    builders.publish(builders.an_edition(builders.a_document(organization, "measure_plan")))
    page = open_window(somebody(organization, Role.CLERK))
    page.goto("/")

    follow(page, f"ทุกปี {organization.short_name}")
    page.get_by_role("link", name="ดูเอกสาร").first.click()
    follow(page, "แก้ถ้อยคำ บันทึกข้อความ")
    page.get_by_label("เลขที่").fill("๐๑๒")
    page.get_by_label("ลงวันที่").fill("๕ ม.ค. ๒๕๖๙")
    press(page, "บันทึกเนื้อความ")
    follow(page, "สถานะและการลงนาม บันทึกข้อความ")
    expect(page.get_by_role("heading", level=1)).to_have_text("เอกสารนี้ยังเป็นร่าง")
    page.get_by_role("link", name="ทะเบียนเลขที่").first.click()
    expect(page.get_by_role("main")).to_contain_text("๐๑๒")

    page.goto(f"/{organization.slug}/2568/filing/")
    page.get_by_role("link", name="บันทึกที่อยู่ที่ยื่น").first.click()
    page.get_by_label("ที่อยู่ของเอกสาร").fill("khlong.go.th/ita/o27.pdf")
    page.get_by_label("วันที่ยื่น").fill("๓๐ เม.ย. ๒๕๖๙")
    press(page, "บันทึก")
    expect(page.get_by_role("main")).to_contain_text("บันทึกที่อยู่ที่ยื่นแล้ว")
    assert Filing.objects.get(organization=organization).address == "https://khlong.go.th/ita/o27.pdf"


def test_an_executive_asks_from_the_phone_and_reads_the_answer(open_window):
    organization = with_result()
    phone = open_window(somebody(organization, Role.EXECUTIVE), PHONE)
    phone.goto("/")

    follow(phone, f"หน้าผู้บริหาร {organization.short_name}")
    follow(phone, "ถามผู้ตรวจสอบภายใน")
    phone.get_by_role("textbox").fill(QUESTION)
    press(phone, "ส่งคำถาม")
    expect(phone.get_by_role("main")).to_contain_text(QUESTION)
    auditor = open_window(somebody(organization, Role.AUDITOR))
    auditor.goto("/work/")
    auditor.get_by_role("main").get_by_role("link", name="ผลการประเมินปี ๒๕๖๘").first.click()
    auditor.get_by_role("textbox").fill(ANSWER)
    press(auditor, "ส่งคำตอบ")
    phone.goto(f"/{organization.slug}/executive/")
    follow(phone, "ผลการประเมินปี ๒๕๖๘")

    expect(phone.get_by_role("main")).to_contain_text(ANSWER)


def test_an_overseer_goes_from_the_province_to_an_issued_document_and_meets_no_draft(open_window):
    organization = with_result(province=builders.a_province())
    builders.issue(builders.an_edition(builders.a_document(organization)))
    builders.a_document(organization, "memo", subject="ร่างที่ยังไม่เสนอ")
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)
    page = open_window(overseer)
    page.goto("/")

    page.get_by_role("link", name="ทุกหน่วยงานในความดูแล").first.click()
    follow(page, organization.name)
    page.get_by_role("main").get_by_role("link", name="ดูเอกสาร").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("มีเอกสารใดให้อ่าน")
    expect(page.get_by_role("main")).not_to_contain_text("ร่างที่ยังไม่เสนอ")
    paper = page.get_by_role("link", name="รายงานการวิเคราะห์ผลการประเมิน ฉบับที่ ๑").get_attribute("href")

    assert page.request.get(paper).headers["content-type"] == "application/pdf"


def test_a_new_organisation_is_opened_and_its_first_person_is_led_through_the_first_hour(open_window):
    province = builders.a_province("นครศรีธรรมราช")
    platform = open_window(builders.a_user(role=Role.PLATFORM_ADMINISTRATOR))
    platform.goto("/")
    follow(platform, "เปิดหน่วยงานใหม่")
    platform.get_by_label("ประเภท").select_option("องค์การบริหารส่วนตำบล")
    platform.get_by_label("ชื่อพื้นที่").fill("ทุ่งใหม่")
    platform.get_by_label("จังหวัด").select_option(province.name)
    platform.get_by_label("ชื่อในที่อยู่เว็บ").fill("thungmai")
    platform.get_by_label("ชื่อ–สกุลผู้ดูแลระบบคนแรก").fill("นางสมศรี ตัวอย่างใหม่")
    press(platform, "เปิดหน่วยงานและทำลิงก์คำเชิญ")
    link = platform.get_by_label("ลิงก์", exact=True).input_value()

    newcomer = open_window(None, PHONE)
    newcomer.goto(f"/{link.split('/', 3)[3]}")
    newcomer.get_by_label("ชื่อผู้ใช้").fill("somsri")
    for box in newcomer.locator("input[type=password]").all():
        box.fill("วลีที่จำง่ายของสมศรี")
    press(newcomer, "เปิดบัญชีและเริ่มใช้งาน")

    expect(newcomer).to_have_url(re.compile(r"/thungmai/start/$"))
    expect(newcomer.get_by_role("main")).to_contain_text("ข้อมูลหน่วยงาน")
    assert Organization.objects.get(slug="thungmai").memberships.get().role == Role.ADMINISTRATOR


def test_an_administrator_invites_somebody_and_records_who_acts_for_the_mayor(open_window):
    organization = builders.an_organization()
    mayor = builders.a_term(organization, title="นายกตัวอย่าง", rank="head", person_name="นายสมมติ ตัวอย่างนายก")
    deputy = builders.a_term(organization, title="รองนายกตัวอย่าง", person_name="นางสมใจ ตัวอย่างรอง")
    page = open_window(somebody(organization, Role.ADMINISTRATOR))
    page.goto(f"/{organization.slug}/")

    page.get_by_role("link", name="ผู้ใช้และบทบาท").first.click()
    follow(page, "เชิญบุคคล")
    page.get_by_label("ชื่อ–สกุล").fill("นายสมปอง ตัวอย่างตรวจ")
    page.get_by_label("บทบาท").select_option(Role.AUDITOR.value)
    press(page, "ทำลิงก์คำเชิญ")
    follow(page, "ส่งแล้ว กลับไปหน้าบุคคล")
    expect(page.get_by_role("main")).to_contain_text("นายสมปอง ตัวอย่างตรวจ")

    follow(page, "ตำแหน่งและวาระ")
    follow(page, "บันทึกการแทนตำแหน่ง")
    page.get_by_label("ผู้แทน").select_option(str(deputy.pk))
    page.get_by_label("แทนตำแหน่ง").select_option(str(mayor.position_id))
    page.get_by_label("ฐานะ").select_option(label="รักษาราชการแทน")
    page.get_by_label("ตั้งแต่วันที่").fill("๑ ต.ค. ๒๕๖๘")
    press(page, "บันทึก")

    expect(page.get_by_role("main")).to_contain_text("รักษาราชการแทน นายกตัวอย่าง")
    assert ActingAppointment.objects.get(organization=organization).term == deputy
