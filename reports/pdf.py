"""HTML to PDF: the only module that knows WeasyPrint.

The printer reads the stylesheets and fonts of this project and nothing else: no network, no other file. A missing one
stops the printing. Output is PDF/A-3a: tagged, with language and title, fonts embedded.

A document may need two passes: what depends on where lines and pages end is marked by `second_pass`.
"""

import gc
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import weasyprint
from django.contrib.staticfiles import finders
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports import paper_font, second_pass

ASSET_SCHEME = "asset:"
STYLESHEETS = ("css/paper.css",)
VARIANT = "pdf/a-3a"
# Attachments need a date; the same document must give the same bytes, so it is not the clock's.
ATTACHMENT_DATE = datetime(2020, 1, 1, tzinfo=UTC)


class PrintingRefused(FatalURLFetchingError):
    """A document asked for something the printer does not read; nothing is printed."""


class AssetsOnly(URLFetcher):
    """Answers asset:NAME for the paper fonts; refuses every other address."""

    def fetch(self, url, headers=None):
        name = url.removeprefix(ASSET_SCHEME)
        paths = paper_font.face_paths()
        if not url.startswith(ASSET_SCHEME) or name not in paths:
            raise PrintingRefused(f"เอกสารอ้างถึง “{url}” ซึ่งเครื่องพิมพ์เอกสารไม่อ่าน")
        return URLFetcherResponse(url, paths[name].read_bytes(), {"Content-Type": "font/ttf"})


def render_pdf(html, source_data=None):
    """Return the bytes of the PDF for a whole HTML document. The same input gives the same bytes.

    `source_data` is (file name, text): the data behind the document, attached to it. Raises PrintingRefused when the
    document refers to anything outside, MissingPaperFont before set-up.
    """
    with _without_garbage_collection():
        return _lay_out(html).write_pdf(
            pdf_variant=VARIANT,
            pdf_tags=True,
            pdf_identifier=b"",
            attachments=[_attachment(*source_data)] if source_data else None,
        )


def _lay_out(html):
    """Lay out once, and again when the first pass shows something that depends on it."""
    source = weasyprint.HTML(string=html, base_url=ASSET_SCHEME, url_fetcher=AssetsOnly())
    stylesheets, fonts = _stylesheets()
    document = source.render(stylesheets=stylesheets, font_config=fonts, pdf_tags=True, pdf_variant=VARIANT)
    is_marked, css = second_pass.mark(document.pages)
    if not is_marked:
        return document
    return source.render(
        stylesheets=[*stylesheets, _stylesheet(css, fonts)],
        font_config=fonts,
        pdf_tags=True,
        pdf_variant=VARIANT,
    )


def _attachment(name, text):
    return weasyprint.Attachment(
        string=text,
        name=name,
        description="ข้อมูลที่ใช้จัดทำเอกสารนี้",
        relationship="Source",
        created=ATTACHMENT_DATE,
        modified=ATTACHMENT_DATE,
    )


@contextmanager
def _without_garbage_collection():
    """A render makes many boxes that all live until its end; collecting among them only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _stylesheets():
    """The parsed stylesheets and the font configuration, once per process."""
    fonts = FontConfiguration()
    return [_stylesheet(text, fonts) for text in (_font_faces(), *map(_read_static, STYLESHEETS))], fonts


def _stylesheet(text, fonts):
    return weasyprint.CSS(string=text, font_config=fonts, base_url=ASSET_SCHEME, url_fetcher=AssetsOnly())


def _font_faces():
    return "".join(
        f'@font-face {{ font-family: "{paper_font.FAMILY}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{ASSET_SCHEME}{name}"); }}'
        for name, (_, weight, style, _) in paper_font.FACES.items()
    )


def _read_static(name):
    path = finders.find(name)
    if path is None:
        raise PrintingRefused(f"ไม่พบแฟ้ม {name} ที่ใช้จัดหน้าเอกสาร")
    with open(path, encoding="utf-8") as file:
        return file.read()
