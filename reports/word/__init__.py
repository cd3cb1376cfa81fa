"""Reports as Word files: the only package that knows python-docx.

`render_docx(report)` writes the same sections that the templates print, with Word's own styles, tables, fields and page
setups, so that an office can go on working with the file. The modules, lowest first: `markup` (elements), `stylesheet`
(styles and fonts), `pages` (page setups), `tables`, `emblem` (the picture of the memo), `container` (the file around the
text), `writer` (appends to a document), `text_sections`, `table_sections`, `memo_sections` (one function per section type)
and `sections` (which function writes which type).
"""

from reports.word.container import blank_document, to_bytes
from reports.word.sections import write_section
from reports.word.writer import WordWriter


def render_docx(report):
    """Return the bytes of the .docx of a Report. The same report gives the same bytes.

    Raises TypeError for a section type that nobody taught to write itself.
    """
    document = blank_document(report)
    writer = WordWriter(document, report.style)
    for section in report.sections:
        write_section(section, writer)
    writer.finish()
    return to_bytes(document)
