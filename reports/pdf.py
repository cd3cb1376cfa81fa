"""HTML to PDF: the only module that knows WeasyPrint.

The printer reads the stylesheets and fonts of this project and nothing else: no network, no other file. A missing one
stops the printing. Output is PDF/A-3a: tagged, with language and title, fonts embedded.

A document is laid out once; what depends on where lines and pages end is set into the pages by `after_layout`.
"""

import gc
import itertools
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

import weasyprint
from django.contrib.staticfiles import finders
from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports import after_layout, paper_font, pdf_shortcuts, signature_places
from reports.printing import PrintingRefused

ASSET_SCHEME = "asset:"
STYLESHEETS = ("css/paper.css",)
VARIANT = "pdf/a-3a"
UNTAGGED_VARIANT = "pdf/a-3b"  # a picture that becomes part of another PDF brings no tags of its own
LANGUAGE = "th"
# Attachments need a date; the same document must give the same bytes, so it is not the clock's.
ATTACHMENT_DATE = datetime(2020, 1, 1, tzinfo=UTC)

pdf_shortcuts.install(weasyprint)


class _NotAnAsset(FatalURLFetchingError):
    """Stops WeasyPrint, which swallows other errors of a fetcher."""


class AssetsOnly(URLFetcher):
    """Answers asset:NAME for the paper fonts and the pictures given; refuses every other address."""

    def __init__(self, **pictures):
        super().__init__()
        self.pictures = {f"{ASSET_SCHEME}{name}": content for name, content in pictures.items() if content}

    def fetch(self, url, headers=None):
        name = url.removeprefix(ASSET_SCHEME)
        paths = paper_font.face_paths()
        if url in self.pictures:
            return URLFetcherResponse(url, self.pictures[url], {"Content-Type": "image/png"})
        if not url.startswith(ASSET_SCHEME) or name not in paths:
            raise _NotAnAsset(f"เอกสารอ้างถึง “{url}” ซึ่งเครื่องพิมพ์เอกสารไม่อ่าน")
        return URLFetcherResponse(url, paths[name].read_bytes(), {"Content-Type": "font/ttf"})


def render(html, source_data=None, emblem=b"", qr=b"", is_tagged=True):
    """Print a whole HTML document: {"content": bytes of the PDF, "places": [[field, page, box, title], …]}.

    The same input gives the same bytes. `source_data` is (file name, text): the data behind the document, attached to
    it. `emblem` and `qr` are the PNGs that asset:emblem and asset:qr stand for. For the places see
    `signature_places`. Raises PrintingRefused when the document refers to anything outside, MissingPaperFont before
    set-up.
    """
    paper_font.face_paths()  # WeasyPrint would go on with another font, and every ำ would be lost
    try:
        return _render(html, source_data, AssetsOnly(emblem=emblem, qr=qr), is_tagged)
    except _NotAnAsset as refusal:
        raise PrintingRefused(str(refusal)) from None


def render_pdf(html, source_data=None, emblem=b""):
    """The bytes of the PDF alone; see `render`."""
    return render(html, source_data, emblem)["content"]


def _render(html, source_data, assets, is_tagged):
    looks = {"pdf_variant": VARIANT if is_tagged else UNTAGGED_VARIANT, "pdf_tags": is_tagged}
    with _without_garbage_collection():
        document = _lay_out(html, assets, looks)
        content = document.write_pdf(
            pdf_identifier=b"", attachments=[_attachment(*source_data)] if source_data else None, **looks
        )
    return {"content": content, "places": signature_places.found_in(document.pages)}


def _lay_out(html, assets, looks):
    """Lay out, and set into the pages what depends on them."""
    source = weasyprint.HTML(string=html, base_url=ASSET_SCHEME, url_fetcher=assets)
    stylesheets, fonts = _stylesheets()
    document = source.render(stylesheets=stylesheets, font_config=fonts, **looks)
    after_layout.finish(document.pages, after_layout.Typesetter(_set_text, _words))
    return document


def _set_text(box, text, letter_spacing):
    """Give a laid-out text box another text, shaped in the box's own style, and its width."""
    if letter_spacing or box.style["letter_spacing"] != "normal":
        box.style = box.style.copy()
        box.style["letter_spacing"] = letter_spacing or "normal"
    layout, _, _, width, _, _ = line_break.split_first_line(text, box.style, None, None, 0)
    box.text, box.pango_layout, box.width = text, layout, width


def _words(text):
    """A text cut where a line may end."""
    if not text:
        return []
    breaks = [
        place
        for place, attributes in enumerate(line_break.get_log_attrs(text, LANGUAGE))
        if attributes.is_line_break
    ]
    return [text[start:end] for start, end in itertools.pairwise([0, *breaks, len(text)])]


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
