"""The pictures of the guide: five demo municipalities, walked through in a browser by the people of the guide.

    .venv/bin/python docs/make_screenshots.py            # makes data of its own, serves it, writes docs/images/
    .venv/bin/python docs/make_screenshots.py --keep DIR # with the data in DIR, which is made when it is not there

Needs what `./run` and `./test` install (chromium, and playwright of requirements-dev.txt). Personal names are the demo's.
A page whose words changed stops the walk at the step that no longer finds them: correct guide and walk together.
"""

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PASSWORD = "ita-demo-2569"  # of reports/demo.py
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}
COLOURS = 64  # of a picture: screens have few, and each halving saves a third of the file
SECONDS = 60
DATA = (
    "migrate --verbosity 0",
    "build_fonts",
    "load_frameworks",
    "load_recommendations",
    "load_measure_templates",
    "load_holidays",
    "load_demo",
    "make_test_authority",
)


# -- The portal --------------------------------------------------------------------------------------


@contextmanager
def served(directory):
    """A server over demo data in `directory`; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "DEBUG": "True", "VAR_DIR": str(directory), "PORTAL_BASE_URL": address}
    environment.pop("DATABASE_URL", None)
    manage = [sys.executable, "manage.py"]
    if not (directory / "portal.sqlite3").exists():
        directory.mkdir(parents=True, exist_ok=True)
        for command in DATA:
            subprocess.run([*manage, *command.split()], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen(
        [*manage, "runserver", "--noreload", address.removeprefix("http://")],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address):
    for _ in range(SECONDS * 5):
        try:
            with urllib.request.urlopen(f"{address}/livez", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the portal did not start")


# -- A person before a screen ------------------------------------------------------------------------


class Guide:
    """Opens a window for each person and keeps pictures of what they see."""

    def __init__(self, browser, address):
        self.browser, self.address, self.windows = browser, address, {}

    def window(self, username, viewport=DESKTOP):
        """The window of a person, logged in through the login page; without a name that of a visitor."""
        if username not in self.windows:
            context = self.browser.new_context(
                base_url=self.address, viewport=viewport, locale="th-TH", timezone_id="Asia/Bangkok"
            )
            context.set_default_timeout(SECONDS * 1_000)
            page = self.windows[username] = context.new_page()
            if username:
                page.goto("/login/")
                page.locator("[name=username]").fill(username)
                page.locator("[name=password]").fill(PASSWORD)
                page.get_by_role("main").locator("[type=submit]").first.click()
                page.wait_for_url("**/")
        return self.windows[username]

    def keep(self, page, name, at=None):
        """A picture of the window as it stands, or scrolled so that `at` is near its top."""
        page.evaluate("document.activeElement && document.activeElement.blur()")
        if at is not None:
            at.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 80)")
        page.wait_for_load_state("networkidle")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page, name):
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def heading(page, name):
    return page.get_by_role("heading", name=name).first


# -- The walks ---------------------------------------------------------------------------------------


def walk_memo(guide):
    """The memo of ทต.โพธิ์ชัย 2567, from its desk to the public page; the executives sign on their phones."""
    page = guide.window("phochai.auditor")
    page.goto("/phochai/2567/documents/")
    guide.keep(page, "clerk-documents")
    page.goto("/phochai/2567/documents/memo/edit/")
    guide.keep(page, "clerk-memo")
    page.goto("/phochai/2567/documents/memo/findings/")
    guide.keep(page, "auditor-findings")
    page.goto("/phochai/2567/documents/memo/desk/")
    guide.keep(page, "auditor-desk")
    press(page, "เสนอเพื่อลงนาม")
    heading(page, "เอกสารรอ").wait_for()
    sign(page)
    secretary = guide.window("phochai.secretary", PHONE)
    sign(secretary, comment="เห็นควรเสนอนายกเทศมนตรีเพื่อโปรดทราบ")
    head = guide.window("phochai.executive", PHONE)
    head.goto("/phochai/executive/")
    guide.keep(head, "phone-executive")
    head.goto("/signatures/")
    guide.keep(head, "phone-signatures")
    sign(head, comment="ทราบ ให้ทุกส่วนราชการดำเนินการ", keep=lambda at: guide.keep(head, "phone-sign", at))
    page.goto("/phochai/2567/documents/memo/desk/")
    follow(page, "เผยแพร่")
    guide.keep(page, "clerk-publish")
    press(page, "เผยแพร่")
    page.wait_for_url("**/desk/")
    page.goto("/phochai/register/")
    guide.keep(page, "clerk-register")


def sign(page, comment="", keep=None):
    """Sign the first paper that waits for the person of this window."""
    page.goto("/signatures/")
    page.get_by_role("link", name="อ่านและลงนาม").first.click()
    if comment:
        page.get_by_label("ความเห็น").or_(page.get_by_label("ข้อพิจารณา")).first.fill(comment)
    if keep:
        keep(page.locator("form h2"))
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    press(page, "ลงลายมือชื่อดิจิทัล")
    page.wait_for_url("**/signed/")


def walk_auditor(guide):
    """The year of อบต.คลองเส 2568 with its plan, and the first figures of ทต.โพธิ์ชัย 2568."""
    page = guide.window("phochai.auditor")
    page.goto("/phochai/2568/scores/")
    press(page, "เริ่มบันทึกคะแนนปี ๒๕๖๘")
    for code, figure in (("i1", "98.26"), ("i2", "100"), ("i3", "100")):
        page.locator(f"[name='box:{code}']").fill(figure)
    page.locator("[name='box:i4']").focus()
    page.get_by_text("บันทึกแล้ว").first.wait_for()
    guide.keep(page, "auditor-scores", page.locator("[name='box:i1']"))
    page.goto("/phochai/2568/filing/")
    guide.keep(page, "clerk-filing")
    page = guide.window("auditor")
    for name, address in (
        ("auditor-overview", "/khlongse/2568/overview/"),
        ("auditor-analysis", "/khlongse/2568/analysis/"),
        ("auditor-plan", "/khlongse/2569/plan/"),
        ("auditor-board", "/khlongse/2569/plan/board/"),
    ):
        page.goto(address)
        guide.keep(page, name)


def walk_executive(guide):
    page = guide.window("executive", PHONE)
    page.goto("/khlongse/2568/ask/")
    page.get_by_label("คำถาม").last.fill("ปีนี้ข้อใดทำให้คะแนนหายไปมากที่สุด")
    guide.keep(page, "phone-ask")
    press(page, "ส่งคำถาม")


def walk_division(guide):
    page = guide.window("division", PHONE)
    page.goto("/work/")
    guide.keep(page, "phone-work")
    page.get_by_role("link", name="มาตรการกำกับดูแลการใช้ทรัพย์สินของราชการ", exact=True).first.click()
    follow(page, "รายงานผล")
    page.get_by_label("แล้วเสร็จ", exact=True).check()
    page.get_by_label("ทำอะไรไปแล้ว").fill("จัดทำทะเบียนคุมการยืมทรัพย์สินครบทุกส่วนราชการ")
    guide.keep(page, "phone-report", heading(page, "ทำอะไรไปแล้ว"))


def walk_offices(guide):
    """The administrators: of one organisation, of a province, of the portal."""
    page = guide.window("orgadmin")
    page.goto("/khlongse/people/")
    guide.keep(page, "administrator-people")
    page.goto("/khlongse/actings/new/")
    guide.keep(page, "administrator-acting")
    page = guide.window("overseer")
    page.goto("/province/")
    guide.keep(page, "overseer-province")
    page.goto("/khlongse/2568/overview/")
    guide.keep(page, "overseer-overview")
    page = guide.window("platform")
    page.goto("/start/organization/")
    guide.keep(page, "platform-organization")


def walk_citizen(guide):
    page = guide.window("")
    page.goto("/public/phochai/")
    page.locator("a[href^='/p/']").first.click()
    guide.keep(page, "citizen-document")
    page.locator("dl a").first.click()
    guide.keep(page, "citizen-verified")
    page.goto("/verify/")
    guide.keep(page, "citizen-verify")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--keep", type=Path, help="directory of the data, made when missing and kept")
    kept = options.parse_args().keep
    with (
        tempfile.TemporaryDirectory() as own,
        served(kept or Path(own)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        guide = Guide(browser, address)
        for walk in (walk_memo, walk_auditor, walk_executive, walk_division, walk_offices, walk_citizen):
            walk(guide)
        browser.close()


if __name__ == "__main__":
    main()
