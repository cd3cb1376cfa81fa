"""Printing from a request or a command: in a warm guarded child with limits, so that no document can stop the portal."""

from django.conf import settings

from ita_portal.guarded_child import GuardedPool


class PrintingRefused(Exception):
    """A document asked for something the printer does not read; nothing is printed. The message is a Thai sentence."""


class MissingPaperFont(Exception):
    """The paper font has not been built; printing without it would lose every ำ."""


_pool = GuardedPool(
    "reports.pdf.render_pdf",
    workers=settings.PRINT_WORKERS,
    seconds=settings.PRINT_SECONDS,
    megabytes=settings.PRINT_MEGABYTES,
    raises=(PrintingRefused, MissingPaperFont),
)


def print_pdf(html, source_data=None, emblem=b""):
    """Return the bytes of the PDF; see `pdf.render_pdf`.

    Raises PrintingRefused, MissingPaperFont, and GuardedChildError with a Thai sentence when the document takes more
    time or memory than it may.
    """
    return _pool.run(html, source_data, emblem)
