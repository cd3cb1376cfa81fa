"""Printing from a request or a command: in a warm guarded child with limits, so that no document can stop the portal."""

from dataclasses import dataclass

from django.conf import settings

from ita_portal.guarded_child import GuardedPool


class PrintingRefused(Exception):
    """A document asked for something the printer does not read; nothing is printed. The message is a Thai sentence."""


class MissingPaperFont(Exception):
    """The paper font has not been built; printing without it would lose every ำ."""


@dataclass(frozen=True)
class Place:
    """Where a signature box stands: page (from 0), left, bottom, right, top in PDF points, and its name in Thai."""

    page: int
    box: tuple[float, float, float, float]
    title: str


@dataclass(frozen=True)
class PrintedForSigning:
    """A PDF with boxes for signatures, and the boxes by field name in the order of the document."""

    content: bytes
    places: dict[str, Place]


_pool = GuardedPool(
    "reports.pdf.render",
    workers=settings.PRINT_WORKERS,
    seconds=settings.PRINT_SECONDS,
    megabytes=settings.PRINT_MEGABYTES,
    raises=(PrintingRefused, MissingPaperFont),
)


def print_pdf(html, source_data=None, emblem=b"", qr=b"", is_tagged=True):
    """Return the bytes of the PDF; see `pdf.render`.

    Raises PrintingRefused, MissingPaperFont, and GuardedChildError with a Thai sentence when the document takes more
    time or memory than it may.
    """
    return _pool.run(html, source_data, emblem, qr, is_tagged)["content"]


def print_for_signing(html, source_data=None, emblem=b"", qr=b""):
    """Return the PDF as PrintedForSigning: with the places of its signature boxes. Raises as `print_pdf`."""
    printed = _pool.run(html, source_data, emblem, qr)
    places = {name: Place(page, tuple(box), title) for name, page, box, title in printed["places"]}
    return PrintedForSigning(printed["content"], places)
