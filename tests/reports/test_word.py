"""The Word files of the five municipalities: the same text as on paper, in Word's own styles and tables."""

import dataclasses
import io
from decimal import Decimal
from html.parser import HTMLParser

import docx
import pytest
from django.core.management import call_command
from django.urls import reverse
from docx.oxml.ns import qn

from ita_portal.thai_text import to_thai_digits
from organizations.models import Role
from reports.charts import Bar
from reports.composition import compose
from reports.content import sections
from reports.content.figures import IndicatorLine, InstrumentLine
from reports.word import render_docx
from tests import builders
from tests.reports.reading_word import folded, opened, word_blocks

pytestmark = pytest.mark.any_database


DOCUMENTS = (
    ("khlongse", 2568, "analysis"),
    ("khokphutsa", 2568, "analysis"),
    ("phochai", 2567, "memo"),
    ("phochai", 2568, "measure_plan"),
    ("bangkhrok", 2568, "progress"),
    ("thana", 2564, "memo"),
    ("thana", 2565, "measure_plan"),
    ("khlongse", 2568, "summary"),
)


# What the sections carry without printing it: names for machines, and the label of a row that goes on over a page.
NOT_PRINTED = {
    (sections.Row, "label"),
    (InstrumentLine, "code"),
    (IndicatorLine, "instrument"),
    (Bar, "subject"),
}
NEVER_PRINTED = ("anchor", "marker", "emblem_key", "style")


def everything(model):
    return model.objects.unscoped("the test reads all")


@pytest.fixture
def paper_of(municipality):
    """Composes a document of a demo municipality: `paper_of("khlongse", 2568, "analysis")`."""
    return lambda slug, year, kind: compose(municipality(slug), year, kind, rows=everything)


# -- Reading back -----------------------------------------------------------------------------------


class Blocks(HTMLParser):
    """The text of every block of an HTML document in reading order, without drawings and what is for the ear only."""

    BLOCKS = ("p", "h1", "h2", "th", "td", "caption")
    SILENT = ("head", "svg", "caption")

    def __init__(self, html):
        super().__init__()
        self.found, self.text, self.silent = [], "", 0
        self.feed(html)
        self.flush()

    def handle_starttag(self, tag, attributes):
        is_unseen = tag == "caption" and ("class", "unseen") not in attributes
        self.silent += tag in self.SILENT and not is_unseen
        if tag in self.BLOCKS:
            self.flush()

    def handle_endtag(self, tag):
        if tag in self.SILENT and self.silent:
            self.silent -= 1
        if tag in self.BLOCKS:
            self.flush()

    def handle_data(self, data):
        if not self.silent:
            self.text += data

    def flush(self):
        if folded(self.text):
            self.found.append(folded(self.text))
        self.text = ""


def printed_texts(value):
    """Every string and figure of a dataclass and what it holds, as it is printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Decimal):
        yield f"{value:.2f}"
    elif isinstance(value, tuple):
        for part in value:
            yield from printed_texts(part)
    elif dataclasses.is_dataclass(value):
        for row in dataclasses.fields(value):
            if row.name not in NEVER_PRINTED and (type(value), row.name) not in NOT_PRINTED:
                yield from printed_texts(getattr(value, row.name))


# -- The documents of the five municipalities -------------------------------------------------------


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_word_and_paper_hold_the_same_blocks_in_the_same_order(paper_of, slug, year, kind):
    paper = paper_of(slug, year, kind)

    document = docx.Document(io.BytesIO(paper.docx()))

    assert word_blocks(document) == Blocks(paper.html()).found


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_every_text_and_figure_of_the_sections_is_in_the_word_file(paper_of, slug, year, kind):
    report = paper_of(slug, year, kind).report
    contents = report.section(sections.Contents)
    rest = tuple(section for section in report.sections if section is not contents)

    text = "".join(word_blocks(opened(report)))

    missing = [wanted for wanted in printed_texts(rest) if folded(to_thai_digits(wanted)) not in text]
    assert missing == []


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_the_same_report_gives_the_same_bytes(paper_of, slug, year, kind):
    report = paper_of(slug, year, kind).report

    assert render_docx(report) == render_docx(report)


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_every_ruled_table_repeats_its_head_and_nothing_else(paper_of, slug, year, kind):
    document = opened(paper_of(slug, year, kind).report)

    for table in document.tables:
        heads = [row.trPr.find(qn("w:tblHeader")) is not None for row in table._tbl.tr_lst]
        expected = 0 if table.style.name != "ตารางมีเส้น" else 2 if heads[1] else 1
        assert heads == [True] * expected + [False] * (len(heads) - expected)


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_every_paragraph_and_table_names_a_style_of_the_file(paper_of, slug, year, kind):
    document = opened(paper_of(slug, year, kind).report)

    known = {style.style_id for style in document.styles}

    tags = ("w:pStyle", "w:rStyle", "w:tblStyle")
    used = {element.get(qn("w:val")) for tag in tags for element in document.element.body.iter(qn(tag))}
    assert used - known == set()


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_the_cells_of_every_row_fill_the_grid_of_their_table(paper_of, slug, year, kind):
    document = opened(paper_of(slug, year, kind).report)

    for table in document.tables:
        for row in table._tbl.tr_lst:
            assert sum(cell.grid_span for cell in row.tc_lst) == len(table.columns)


# -- Where it is asked for --------------------------------------------------------------------------


def test_members_download_the_word_file(paper_of, municipality, client):
    client.force_login(builders.a_user(municipality("khlongse"), Role.AUDITOR))

    response = client.get(reverse("reports:word", args=["khlongse", 2568, "analysis"]))

    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert response["Content-Disposition"] == 'attachment; filename="analysis-khlongse-2568.docx"'
    assert docx.Document(io.BytesIO(response.content)).core_properties.language == "th"


def test_the_page_of_documents_leads_to_the_word_files(municipality, client):
    client.force_login(builders.a_user(municipality("khlongse"), Role.AUDITOR))

    response = client.get(reverse("reports:documents", args=["khlongse", 2568]))

    assert reverse("reports:word", args=["khlongse", 2568, "analysis"]) in response.content.decode()


def test_the_command_writes_a_word_file(paper_of, tmp_path, capsys):
    paper = paper_of("thana", 2564, "memo")

    call_command("render_report", "thana", "2564", "memo", output=tmp_path / "memo.docx")

    assert (tmp_path / "memo.docx").read_bytes() == paper.docx()
