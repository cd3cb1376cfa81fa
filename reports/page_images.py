"""The pages of a PDF as pictures, for screens where the paper is read before it is signed. Only this module knows pdfium.

It looks at files that people uploaded too (scans), so it runs in a guarded child.
"""

import io

import pypdfium2

from ita_portal.guarded_child import run_guarded

WIDTH = 1000  # pixels: sharp on a phone, light on the line
MOST_PAGES = 500


class NoSuchPage(Exception):
    """The file has no page of this number."""


def page_png(content, number):
    """One page of a PDF (from 1) as PNG bytes, in a child. Raises NoSuchPage, GuardedChildError."""
    return run_guarded(draw_page, content, number, seconds=20, megabytes=500, raises=(NoSuchPage,))


def page_count(content):
    """How many pages a PDF of the portal's own has."""
    document = pypdfium2.PdfDocument(content)
    try:
        return len(document)
    finally:
        document.close()


def draw_page(content, number):
    """What the child does: one page (from 1), signatures and their appearances included, as PNG bytes."""
    document = pypdfium2.PdfDocument(content)
    try:
        if not 1 <= number <= min(len(document), MOST_PAGES):
            raise NoSuchPage
        document.init_forms()
        page = document[number - 1]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
        file = io.BytesIO()
        picture.save(file, "PNG", optimize=True)
        return file.getvalue()
    finally:
        document.close()
