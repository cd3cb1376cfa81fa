"""HTML to PDF: the only module that knows WeasyPrint.

The printer reads the stylesheets and fonts of this project and nothing else: no network, no other file. A missing one
stops the printing. Output is PDF/A-3a: tagged, with language and title, fonts embedded.
"""

from functools import cache

import weasyprint
from django.contrib.staticfiles import finders
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports import paper_font

ASSET_SCHEME = "asset:"
STYLESHEETS = ("css/paper.css",)
VARIANT = "pdf/a-3a"


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


def render_pdf(html):
    """Return the bytes of the PDF for a whole HTML document. The same HTML gives the same bytes.

    Raises PrintingRefused when the document refers to anything outside, MissingPaperFont before set-up.
    """
    stylesheets, fonts = _stylesheets()
    document = weasyprint.HTML(string=html, base_url=ASSET_SCHEME, url_fetcher=AssetsOnly())
    return document.write_pdf(
        stylesheets=stylesheets,
        font_config=fonts,
        pdf_variant=VARIANT,
        pdf_tags=True,
        pdf_identifier=b"",
    )


@cache
def _stylesheets():
    """The parsed stylesheets and the font configuration, once per process."""
    fonts = FontConfiguration()
    texts = [_font_faces(), *(_read_static(name) for name in STYLESHEETS)]
    return [
        weasyprint.CSS(string=text, font_config=fonts, base_url=ASSET_SCHEME, url_fetcher=AssetsOnly())
        for text in texts
    ], fonts


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
