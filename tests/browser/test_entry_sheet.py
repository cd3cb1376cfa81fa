"""The entry sheet in a browser: typed by keyboard, saved row by row, and nothing lost when something goes wrong."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessments import workflow
from assessments.score_tree import officials_of
from tests import builders
from tests.browser.conftest import PHONE

# The first indicator of อบต.คลองเส in 2568, as its report prints it.
FIRST_INDICATOR = {"i1": Decimal("98.26"), "i2": Decimal("100.00"), "i3": Decimal("100.00")}


@pytest.fixture
def address(assessment):
    return f"/{assessment.organization.slug}/{assessment.year}/scores/"


@pytest.fixture
def sheet(open_window, auditor, address):
    page = open_window(auditor)
    page.goto(address)
    return page


def box(page, key):
    return page.locator(f"[name='box:{key}']")


def row_state(page, key):
    return page.locator("[data-row]", has=box(page, key)).locator("[data-state]")


def note_of(page, key):
    return page.locator(f"#box-{key.replace('/', '-')}-note")


def test_the_first_indicator_is_typed_without_leaving_the_keyboard(sheet, assessment):
    box(sheet, "i1").focus()

    for typed in ("๙๘,๒๖", "100", "ร้อยละ ๑๐๐"):
        sheet.keyboard.insert_text(typed)
        sheet.keyboard.press("Enter")

    expect(box(sheet, "i4")).to_be_focused()
    expect(row_state(sheet, "i3")).to_contain_text("บันทึกแล้ว")
    expect(sheet.locator("[data-paint='computed:1']")).to_have_text("๙๙.๔๒")
    expect(sheet.locator("[data-paint='filled']")).to_have_text("กรอกแล้ว ๓ จาก ๖๑")
    expect(box(sheet, "i1")).to_have_value("98.26")
    assert officials_of(assessment) == FIRST_INDICATOR


def test_enter_leads_from_the_facts_of_the_announcement_to_the_figures(sheet):
    box(sheet, "announced_on").focus()

    sheet.keyboard.press("Enter")
    expect(box(sheet, "source")).to_be_focused()
    box(sheet, "rank_scope").focus()
    sheet.keyboard.press("Enter")

    expect(box(sheet, "total")).to_be_focused()


def test_arrows_go_up_and_down_and_between_the_parts_of_eit(sheet):
    box(sheet, "e1/1").focus()

    for key, expected in [
        ("ArrowDown", "e2/1"),
        ("ArrowRight", "e2/2"),
        ("ArrowUp", "e1/2"),
        ("ArrowLeft", "e1/1"),
        ("Shift+Enter", "i15"),
        ("Enter", "e1/1"),
        ("Tab", "e1/2"),
        ("Tab", "e2/1"),
        ("Shift+Tab", "e1/2"),
    ]:
        sheet.keyboard.press(key)
        expect(box(sheet, expected)).to_be_focused()


def test_a_pasted_column_fills_the_boxes_below_and_beside(sheet, assessment):
    box(sheet, "e1/1").focus()

    sheet.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
            );
        }""",
        "96.80\t๙๘\r\n\t\r\n100\t100\r\n",
    )
    box(sheet, "i1").focus()

    expect(row_state(sheet, "e3/1")).to_contain_text("บันทึกแล้ว")
    expect(row_state(sheet, "e1/1")).to_contain_text("บันทึกแล้ว")
    assert officials_of(assessment) == {
        "e1/1": Decimal("96.80"),
        "e1/2": Decimal("98.00"),
        "e3/1": Decimal("100.00"),
        "e3/2": Decimal("100.00"),
    }


def test_a_wrong_value_stays_with_a_sentence_beside_it(sheet, assessment):
    box(sheet, "i1").fill("1e2")
    box(sheet, "i2").fill("๑๐๐")
    box(sheet, "i3").focus()

    expect(note_of(sheet, "i1")).to_contain_text("“1e2” ไม่ใช่คะแนน")
    expect(box(sheet, "i1")).to_have_value("1e2")
    expect(row_state(sheet, "i1")).to_have_text("ไม่ได้บันทึก")
    expect(row_state(sheet, "i2")).to_contain_text("บันทึกแล้ว")
    assert officials_of(assessment) == {"i2": Decimal("100.00")}


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(sheet, assessment):
    sheet.context.set_offline(True)
    box(sheet, "i1").fill("98.26")
    box(sheet, "i2").focus()
    expect(sheet.locator("[data-save-state]")).to_have_text("ยังไม่ได้บันทึก ๑ ช่อง")
    expect(sheet.locator("[data-told]")).to_contain_text("ติดต่อระบบไม่ได้")

    sheet.context.set_offline(False)

    expect(row_state(sheet, "i1")).to_contain_text("บันทึกแล้ว")
    expect(sheet.locator("[data-told]")).to_be_hidden()
    assert officials_of(assessment) == {"i1": Decimal("98.26")}


def test_a_value_typed_after_the_session_ended_comes_back_after_the_login(sheet, assessment, auditor, address):
    sheet.context.clear_cookies()
    box(sheet, "i1").fill("98.26")
    box(sheet, "i2").focus()
    expect(sheet.locator("[data-told] a")).to_have_text("เข้าสู่ระบบอีกครั้งในแท็บใหม่")

    sheet.on("dialog", lambda dialog: dialog.accept())  # leaving warns of what is not saved
    sheet.goto(f"/login/?next={address}")
    sheet.get_by_label("ชื่อผู้ใช้").fill(auditor.username)
    sheet.get_by_label("รหัสผ่าน").fill(builders.PASSWORD)
    sheet.get_by_role("main").get_by_role("button").click()

    expect(box(sheet, "i1")).to_have_value("98.26")
    expect(row_state(sheet, "i1")).to_have_text("ยังไม่บันทึก")
    sheet.get_by_role("button", name="บันทึก").click()
    expect(row_state(sheet, "i1")).to_contain_text("บันทึกแล้ว")
    assert officials_of(assessment) == {"i1": Decimal("98.26")}


def test_a_login_in_another_tab_lets_the_open_sheet_go_on(sheet, assessment, auditor):
    cookies = sheet.context.cookies()
    sheet.context.clear_cookies()
    box(sheet, "i1").fill("98.26")
    box(sheet, "i2").focus()
    expect(sheet.locator("[data-told] a")).to_be_visible()

    sheet.context.add_cookies(cookies)
    sheet.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(row_state(sheet, "i1")).to_contain_text("บันทึกแล้ว")
    assert officials_of(assessment) == {"i1": Decimal("98.26")}


@pytest.mark.parametrize(("button", "value"), [("ใช้ของท่าน ๙๐", "90.00"), ("ใช้ของเขา ๙๑.๐๐", "91.00")])
def test_the_second_of_two_people_chooses(sheet, assessment, button, value):
    workflow.record_scores(assessment, {"i1": Decimal("91.00")}, by=None)

    box(sheet, "i1").fill("90")
    box(sheet, "i2").focus()
    expect(row_state(sheet, "i1")).to_have_text("รอท่านเลือก")
    sheet.get_by_role("button", name=button).click()

    expect(box(sheet, "i1")).to_have_value(value)
    expect(row_state(sheet, "i1")).to_contain_text("บันทึกแล้ว")
    assert officials_of(assessment) == {"i1": Decimal(value)}


def test_without_a_script_the_sheet_is_a_form_that_saves(open_window, auditor, assessment, address):
    page = open_window(auditor, PHONE, java_script=False)
    page.goto(address)

    box(page, "i1").fill("๙๘.๒๖")
    box(page, "i2").fill("๑๐๑")
    page.get_by_role("button", name="บันทึก").click()

    expect(page.get_by_role("alert")).to_contain_text("ยังไม่ได้บันทึก ๑ ช่อง")
    expect(box(page, "i2")).to_have_value("๑๐๑")
    box(page, "i2").fill("๑๐๐")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator(".notices")).to_contain_text("บันทึกแล้ว ๑ ช่อง")
    assert officials_of(assessment) == {"i1": Decimal("98.26"), "i2": Decimal("100.00")}


def test_nothing_is_wider_than_a_phone(open_window, auditor, address):
    page = open_window(auditor, PHONE)

    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
