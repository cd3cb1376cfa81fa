"""The ways to paper, each as a function from (folder, document) to the bytes of a PDF.

python -m benchmarks.printers NAME FOLDER DOCUMENT           prints once (a cold run is a new process of this)
python -m benchmarks.printers NAME FOLDER DOCUMENT --serve   prints for every line on standard input, and answers
                                                             with wall and CPU seconds
"""

import sys
import tempfile
import time
from pathlib import Path


def portal(folder, document):
    """This project's printer, as its worker processes run it."""
    from reports import pdf

    return pdf.render_pdf((folder / f"{document}.html").read_text(encoding="utf-8"))


def straight(folder, document):
    """A straight WeasyPrint template with WeasyPrint's defaults."""
    from benchmarks.straight import print_straight

    return print_straight((folder / f"{document}.straight.html").read_text(encoding="utf-8"))


def straight_archival(folder, document):
    """The same asked for what the portal delivers: PDF/A-3a with tags."""
    from benchmarks.straight import print_straight

    html = (folder / f"{document}.straight.html").read_text(encoding="utf-8")
    return print_straight(html, pdf_variant="pdf/a-3a", pdf_tags=True)


def typst(folder, document):
    """Typst, setting the same text."""
    import typst as engine

    return engine.compile(
        str(folder / f"{document}.typ"), font_paths=[str(folder / "fonts")], ignore_system_fonts=True
    )


def chromium(folder, document):
    """A browser that stays open, over its DevTools pipe."""
    from benchmarks.chromium import Browser, new_folder

    if not _BROWSERS:
        _BROWSERS.append(Browser(tempfile.mkdtemp(dir=new_folder(folder / "profiles"))))
    return _BROWSERS[0].print(folder / f"{document}.browser.html")


_BROWSERS = []
PRINTERS = {
    "portal": portal,
    "portal-alone": portal,
    "straight": straight,
    "straight-a3a": straight_archival,
    "typst": typst,
    "chromium": chromium,
}
NEED_DJANGO = ("portal",)  # its workers set Django up; "portal-alone" leaves that out


def main(name, folder, document, *serve):
    if name in NEED_DJANGO:
        import django

        django.setup()
    folder = Path(folder)
    content = PRINTERS[name](folder, document)
    if serve:
        _serve(lambda: PRINTERS[name](folder, document))
    else:
        (folder / f"{document}.{name}.pdf").write_bytes(content)


def _serve(print_once):
    print("ready", flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        print_once()
        cpu = 0 if _BROWSERS else time.process_time() - cpu  # a browser's work is done in processes of its own
        print(time.perf_counter() - wall, cpu, flush=True)
    for browser in _BROWSERS:
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
