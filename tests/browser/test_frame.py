"""The frame in a browser: by keyboard alone, on a phone, and where no script runs."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE


def test_the_first_tab_leads_past_the_menus(open_window, auditor):
    page = open_window(auditor)
    page.goto("/work/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="ข้ามไปยังเนื้อหา")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_escape_closes_a_menu_and_gives_the_focus_back(open_window, auditor):
    page = open_window(auditor)
    page.goto("/work/")
    opener = page.locator(".user-menu > summary")
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="มืด").focus()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="ออกจากระบบ")).to_be_hidden()
    expect(opener).to_be_focused()


def test_without_a_script_the_menu_of_a_phone_opens_and_leads_on(open_window, auditor, assessment):
    page = open_window(auditor, PHONE, java_script=False)
    page.goto(f"/{assessment.organization.slug}/")

    page.locator(".phone-menu > summary").click()
    page.locator(".phone-menu").get_by_role("link", name="งานของฉัน", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("วันนี้ท่านต้องทำอะไร")


def test_without_a_script_the_dark_is_chosen_and_stays(open_window, auditor):
    page = open_window(auditor, java_script=False)
    page.goto("/work/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.locator(".user-menu > summary").click()
    page.get_by_role("button", name="มืด").click()
    page.goto("/frameworks/")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_every_stop_of_the_keyboard_on_a_page_is_seen(open_window, auditor, assessment):
    page = open_window(auditor)
    page.goto(f"/{assessment.organization.slug}/{assessment.year}/scores/")

    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, parseFloat(outlineWidth)])"
            "(getComputedStyle(document.activeElement))"
        )
        if outline[0] == "none" or outline[1] < 3:
            unseen.append((page.evaluate("document.activeElement.outerHTML.slice(0, 120)"), outline))

    assert unseen == []
