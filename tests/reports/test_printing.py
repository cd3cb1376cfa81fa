"""The printer reads nothing from outside, prints text as text, and cannot stop the portal."""

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdf
import pytest
from django.urls import reverse

from ita_portal.guarded_child import ChildTimedOut, GuardedPool
from organizations.models import Role
from reports import composition, pdf
from reports.composition import Paper
from reports.content import sections
from reports.content.style import PaperStyle
from reports.printing import MissingPaperFont, PrintingRefused
from tests import builders
from tests.reports import reading_back

# LONG=1 ./test prints the sizes that nobody writes: a thousand rows, a cell of a hundred thousand letters.
ROWS, LETTERS = (1000, 100_000) if os.environ.get("LONG") else (250, 25_000)
SENTENCE = "ดำเนินการประชาสัมพันธ์ข้อมูลข่าวสารให้ประชาชนรับทราบอย่างทั่วถึง "
OUTSIDE = [
    '<img src="{address}">',
    '<link rel="stylesheet" href="{address}">',
    '<link rel="attachment" href="{address}">',
    '<style>@import url("{address}");</style>',
    '<style>body {{ background: url("{address}") }}</style>',
    '<style>@font-face {{ font-family: x; src: url("{address}") }} p {{ font-family: x }}</style>',
    '<object data="{address}"></object>',
    '<embed src="{address}">',
    '<p style="background: url({address})">x</p>',
    '<p style="list-style: url({address}); display: list-item">x</p>',
    '<svg><image href="{address}" width="10" height="10"/></svg>',
    '<p style="border-image: url({address}) 10">x</p>',
]


@pytest.fixture(scope="module")
def listener():
    """A server on this machine that counts who comes."""
    visits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", visits
    server.shutdown()


def whole(body):
    return f'<!doctype html><html lang="th"><head><title>ทดสอบ</title></head><body>{body}</body></html>'


@pytest.mark.parametrize("markup", OUTSIDE)
@pytest.mark.parametrize("kind", ["http", "file"])
def test_nothing_outside_is_ever_read(listener, tmp_path, markup, kind):
    canary = tmp_path / "canary.css"
    canary.write_text('p::after { content: "canary" }')
    address, visits = listener
    document = whole(markup.format(address=address if kind == "http" else canary.as_uri()) + "<p>ข้อความ</p>")

    try:
        content = pdf.render_pdf(document)
    except PrintingRefused:
        content = b""

    assert visits == []
    assert b"canary" not in content


def test_a_missing_static_file_stops_the_printing(monkeypatch):
    monkeypatch.setattr(pdf, "STYLESHEETS", ("css/no-such-file.css",))
    pdf._stylesheets.cache_clear()
    try:
        with pytest.raises(PrintingRefused, match="no-such-file"):
            pdf.render_pdf(whole("<p>ข้อความ</p>"))
    finally:
        monkeypatch.undo()
        pdf._stylesheets.cache_clear()


def test_without_the_paper_font_nothing_is_printed(settings, tmp_path):
    settings.FONT_DIR = tmp_path

    with pytest.raises(MissingPaperFont, match="build_fonts"):
        pdf.render_pdf(whole("<p>ดำเนินการ</p>"))


def a_table(*rows):
    columns = (sections.Column("มาตรการ", 20), sections.Column("ผลการดำเนินการ", 66))
    cells = tuple(
        sections.Row((sections.Cell((title,)), sections.Cell((text,))), label=title) for title, text in rows
    )
    table = sections.Table(columns=columns, rows=cells, heading_lines=("ตาราง",))
    return Paper(sections.Report("ทดสอบ", "หน่วยงาน", PaperStyle(), (table,)), "table")


def everything_read_back(paper, tmp_path):
    path = tmp_path / "table.pdf"
    path.write_bytes(paper.pdf())
    missing, left = reading_back.compare(paper.html(), reading_back.read_by_pypdf(path), pieces=100)
    return len(pypdf.PdfReader(path).pages), missing, left


def test_a_cell_over_many_pages_is_printed_whole(tmp_path):
    text = SENTENCE * (LETTERS // len(SENTENCE))

    pages, missing, left = everything_read_back(a_table(("มาตรการ", text), ("ถัดไป", "จบ")), tmp_path)

    assert pages > LETTERS // 5000
    assert (missing, left) == ([], "")


def test_rows_over_many_pages_are_printed_whole(tmp_path):
    rows = [(f"มาตรการที่ {number}", f"ผลของมาตรการที่ {number}") for number in range(1, ROWS + 1)]

    pages, missing, left = everything_read_back(a_table(*rows), tmp_path)

    assert pages > ROWS // 100
    assert (missing, left) == ([], "")


@pytest.mark.django_db
def test_a_document_that_takes_too_long_is_told_in_one_sentence(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    assessment = builders.an_assessment(official=builders.FULL_SCORES)
    client.force_login(builders.a_user(assessment.organization, Role.AUDITOR))
    pool = GuardedPool("time.sleep", seconds=1, megabytes=200)
    monkeypatch.setattr(composition, "print_pdf", lambda *arguments: pool.run(30))

    address = reverse("reports:print_one", args=[assessment.organization.slug, 2568, "analysis"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address)

    assert ChildTimedOut.sentence in client.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_a_memo_prints_the_uploaded_emblem(tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from organizations import emblems
    from tests.organizations.test_emblems import a_picture

    assessment = builders.an_assessment(official=builders.FULL_SCORES)
    everything = lambda model: model.objects.all()  # noqa: E731
    emblems.set_emblem(assessment.organization, SimpleUploadedFile("ตรา.png", a_picture()), by=None)
    path = tmp_path / "memo.pdf"

    path.write_bytes(composition.compose(assessment.organization, 2568, "memo", rows=everything).pdf())

    assert len(pypdf.PdfReader(path).pages[0].images) == 1
