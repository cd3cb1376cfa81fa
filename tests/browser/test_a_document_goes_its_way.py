"""Papers of the seeds from their desks to a citizen: the author before a screen, the executives on their phones.

The memo of ทต.โพธิ์ชัย 2567 comes with its signers; those of the analysis of อบต.คลองเส 2568 are chosen on the way.
"""

import subprocess
import sys

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from organizations.models import PositionRank, Role, Term
from reports.demo import load_organization, read_demo
from reports.models import Document, DocumentStatus
from reports.signing import authority, keys
from tests import builders
from tests.browser.conftest import PHONE
from tests.browser.steps import follow, press, somebody

PRINTING = 180_000  # milliseconds, on a machine with much else to do; two seconds without
OPINION, DECISION = "เห็นควรเสนอเพื่อโปรดทราบ", "ทราบ ให้ทุกส่วนราชการดำเนินการ"
OFFICES = (
    (PositionRank.OFFICER, Role.AUDITOR),
    (PositionRank.SECRETARY, Role.EXECUTIVE),
    (PositionRank.HEAD, Role.EXECUTIVE),
)


@pytest.fixture
def municipality(served_portal, settings):
    """Gives (organization, people by rank) of a seed by its slug, with keys of a test authority."""
    settings.SIGNING_KEYS_DIR = served_portal.directory / "keys"

    def load(slug):
        organization, _ = load_organization(read_demo(settings.FIXTURES_DIR / "demo" / f"{slug}.json"))
        now = timezone.now()
        root = authority.kept_root(now)
        keys.store_seal_key(slug, *authority.issue(root, now, organization.name, organization.name))
        people = {}
        for rank, role in OFFICES:
            user = people[rank] = somebody(organization, role)
            terms = Term.objects.filter(organization=organization, position__rank=rank)
            terms.update(user=user)
            keys.store_person_key(
                user.pk, *authority.issue(root, now, terms.get().person_name, organization.name)
            )
        return organization, people

    return load


def sign(page, comment=""):
    """As the person whose turn it is: read the paper and sign it. Gives the window that was signed in."""
    page.goto("/signatures/")
    page.get_by_role("link", name="อ่านและลงนาม").click()
    expect(page.locator("main img").first).to_be_visible()
    if comment:
        page.get_by_role("textbox").first.fill(comment)
    page.get_by_label("รหัสผ่านของท่าน").fill(builders.PASSWORD)
    press(page, "ลงลายมือชื่อดิจิทัล")
    page.wait_for_url("**/signed/")
    return page


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_a_memo_is_signed_by_three_published_by_the_clerk_and_verified_by_a_citizen(
    municipality, open_window, tmp_path
):
    organization, people = municipality("phochai")
    desk = "/phochai/2567/documents/memo/desk/"
    author = open_window(people[PositionRank.OFFICER])
    author.goto(desk)

    send_its_way(author, desk, organization, people, open_window)

    paper = read_and_verify(open_window(None, PHONE, java_script=False), organization, "นค ๕๓๗๑๑/๐๐๕")
    assert_others_find_four_signatures(paper, tmp_path)


def test_an_analysis_gets_its_signers_and_goes_the_same_way(municipality, open_window, tmp_path):
    organization, people = municipality("khlongse")
    desk = "/khlongse/2568/documents/analysis/desk/"
    author = open_window(people[PositionRank.OFFICER])
    author.goto(desk)
    expect(author.get_by_role("main")).to_contain_text("ยังไม่ได้เลือกผู้ลงนาม")
    follow(author, "เลือกผู้ลงนาม")
    press(author, "บันทึกผู้ลงนาม")  # as proposed: who asks, ปลัด, นายก

    send_its_way(author, desk, organization, people, open_window)

    paper = read_and_verify(
        open_window(None, PHONE, java_script=False), organization, "องค์การบริหารส่วนตำบลคลองเส"
    )
    assert_others_find_four_signatures(paper, tmp_path)


def send_its_way(author, desk, organization, people, open_window):
    """From the author's desk to the public: proposed, signed by three, two of them on phones, published by the clerk."""
    author.set_default_timeout(PRINTING)
    press(author, "เสนอเพื่อลงนาม")
    expect(author.get_by_role("heading", level=1)).to_contain_text("เอกสารรอ")

    sign(author)
    sign(open_window(people[PositionRank.SECRETARY], PHONE), OPINION)
    head = sign(open_window(people[PositionRank.HEAD], PHONE, java_script=False), DECISION)

    assert overflow(author) == overflow(head) == 0
    clerk = open_window(somebody(organization, Role.CLERK))
    clerk.goto(desk)
    follow(clerk, "เผยแพร่")
    press(clerk, "เผยแพร่")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("เอกสารนี้เผยแพร่แล้ว")


def read_and_verify(visitor, organization, fact):
    """As a citizen: the public page, its words, and the verdict on code (telling the fact) and file. Gives the PDF."""
    document = Document.objects.get(organization=organization, status=DocumentStatus.PUBLISHED)
    visitor.goto(f"/p/{document.code}/")
    expect(visitor.get_by_role("main")).to_contain_text(DECISION)
    paper = visitor.request.get(
        visitor.get_by_role("link", name="อ่านเอกสาร (PDF)").get_attribute("href")
    ).body()

    visitor.goto("/verify/")
    visitor.get_by_label("รหัสที่ท้ายหน้าเอกสาร").fill(document.current_edition.code.lower())
    press(visitor, "ตรวจรหัส")
    expect(visitor.get_by_role("main")).to_contain_text(fact)
    visitor.goto("/verify/")
    visitor.get_by_label("แฟ้ม PDF ที่ได้รับมา").set_input_files(
        [{"name": "paper.pdf", "mimeType": "application/pdf", "buffer": paper}]
    )
    press(visitor, "ตรวจแฟ้ม")
    expect(visitor.get_by_role("main")).to_contain_text(f"แฟ้มนี้ตรงทุกไบต์กับ{document.get_kind_display()} ฉบับที่ ๑")
    assert visitor.context.cookies() == []
    return paper


def assert_others_find_four_signatures(paper, directory):
    """poppler and pyHanko's own command line say that everybody's signature and the seal are valid."""
    (directory / "paper.pdf").write_bytes(paper)
    (directory / "root.pem").write_bytes(keys.roots_as_pem())
    poppler = subprocess.run(
        ["pdfsig", "-nocert", directory / "paper.pdf"], capture_output=True, text=True, check=True
    )
    options = [
        "--executive-summary",
        "--trust",
        directory / "root.pem",
        "--trust-replace",
        "--no-revocation-check",
    ]
    validator = subprocess.run(
        [sys.executable, "-m", "pyhanko", "sign", "validate", *options, directory / "paper.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert poppler.stdout.count("Signature is Valid") == 4
    assert (validator.returncode, validator.stdout.count(":VALID")) == (0, 4), validator.stderr
