"""The documents that are measured, out of the demo data, in every form a competitor reads: .html, .docx and .typ."""

import re
import shutil
from dataclasses import dataclass, replace

from django.contrib.staticfiles import finders

from benchmarks.straight import straight_html
from benchmarks.typst_text import as_typst
from reports import paper_font
from reports.composition import Paper, compose, find_organization
from reports.content.sections import Memo

TIMES = 10
DOCUMENTS = ("memo", "report", "report-x10")
BODY = re.compile(r"(<body>)(.*)(</body>)", re.DOTALL)
ADDRESS = re.compile(r'\b(id="|href="#)([^"]+)')


@dataclass(frozen=True)
class Content:
    """A document to measure: the report, and its HTML as the printer gets it."""

    report: object
    html: str


def write_documents(folder):
    """Write every document in every form into a folder; nothing here is timed."""
    _copy_fonts(folder / "fonts")
    for name, content in _contents().items():
        (folder / f"{name}.html").write_text(content.html, encoding="utf-8")
        (folder / f"{name}.browser.html").write_text(_for_a_browser(content.html), encoding="utf-8")
        straight = straight_html(content.html, _stylesheet(), _font_faces(paper_font.face_paths()))
        (folder / f"{name}.straight.html").write_text(straight, encoding="utf-8")
        (folder / f"{name}.docx").write_bytes(Paper(content.report, name).docx())
        (folder / f"{name}.typ").write_text(as_typst(content.report), encoding="utf-8")


def _copy_fonts(folder):
    folder.mkdir(exist_ok=True)
    for path in paper_font.face_paths().values():
        shutil.copy(path, folder)


def _contents():
    memo = _only_the_memo(_report("phochai", 2567, "memo"))
    khlongse_memo = _only_the_memo(_report("khlongse", 2568, "memo"))
    analysis = _report("khlongse", 2568, "analysis")
    report = replace(analysis, sections=(*khlongse_memo.sections, *analysis.sections))
    html = Paper(report, "report").html()
    return {
        "memo": Content(memo, Paper(memo, "memo").html()),
        "report": Content(report, html),
        "report-x10": Content(replace(report, sections=report.sections * TIMES), _repeated(html, TIMES)),
    }


def _report(slug, year, kind):
    return compose(
        find_organization(slug), year, kind, lambda model: model.objects.unscoped("a benchmark reads all")
    ).report


def _only_the_memo(report):
    return replace(report, sections=tuple(part for part in report.sections if isinstance(part, Memo)))


def _repeated(html, times):
    """The body several times; the targets of links stay apart."""
    return BODY.sub(
        lambda body: (
            body[1]
            + "".join(ADDRESS.sub(rf"\g<1>\g<2>-{number}", body[2]) for number in range(times))
            + body[3]
        ),
        html,
    )


def _font_faces(paths):
    """@font-face rules for the built faces of the paper font, {file name: path}."""
    return "".join(
        f'@font-face {{ font-family: "{paper_font.FAMILY}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{paths[name].resolve().as_uri()}"); }}'
        for name, (_, weight, style, _) in paper_font.FACES.items()
    )


def _stylesheet():
    with open(finders.find("css/paper.css"), encoding="utf-8") as file:
        return file.read()


def _for_a_browser(html):
    """The printer's HTML with its own stylesheet and fonts inside, as a browser needs them."""
    style = f"<style>{_font_faces(paper_font.face_paths())}{_stylesheet()}</style>"
    return html.replace("</head>", f"{style}</head>", 1)
