"""The file around the text: python-docx's template cleared of what we do not use, and bytes that never change."""

import io
import zipfile

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from reports.content.sections import Contents
from reports.paper_filters import paper_plain
from reports.word.markup import el
from reports.word.stylesheet import FONT, fill_stylesheet

EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
USED_PARTS = ("/styles", "/settings", "/theme")
OTHER_NAMES = "TH SarabunPSK"  # taken where TH Sarabun New is not installed
FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'<w:font w:name="{FONT}"><w:altName w:val="{OTHER_NAMES}"/><w:charset w:val="DE"/><w:family w:val="swiss"/>'
    '<w:pitch w:val="variable"/></w:font></w:fonts>'
)


def blank_document(report):
    """A document without text that has the styles, the settings and the properties of the report."""
    document = Document()
    fill_stylesheet(document.styles.element)
    _fill_settings(document.settings.element, has_contents=report.section(Contents) is not None)
    _drop_unused_parts(document.part)
    _add_font_table(document.part)
    _fill_properties(document.core_properties, report)
    return document


def to_bytes(document):
    """The bytes of the file; packed again because the library stamps the hour into it."""
    file, packed = io.BytesIO(), io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as loose, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as tight:
        for name in loose.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            tight.writestr(entry, loose.read(name))
    return packed.getvalue()


def _fill_settings(settings, has_contents):
    """Word 2013 layout, Thai as the complex script; documents with a contents page ask Word to number it on opening."""
    schema = "http://schemas.microsoft.com/office/word"
    for child in list(settings):
        settings.remove(child)
    settings.extend(
        child
        for child in (
            el("zoom", percent=100),
            el("defaultTabStop", val=720),
            el("characterSpacingControl", val="doNotCompress"),
            el("updateFields", val="true") if has_contents else None,
            el("compat", el("compatSetting", name="compatibilityMode", uri=schema, val=15)),
            el("themeFontLang", val="en-US", bidi="th-TH"),
            el("decimalSymbol", val="."),
            el("listSeparator", val=","),
        )
        if child is not None
    )


def _drop_unused_parts(part):
    """Leave out the template's picture, numbering, effects and the name of another program."""
    unused = [key for key, relation in part.rels.items() if not relation.reltype.endswith(USED_PARTS)]
    for key in unused:
        del part.rels[key]
    package = part.package.rels
    for key in [key for key, relation in package.items() if relation.reltype.endswith(_PACKAGE_LITTER)]:
        del package[key]


_PACKAGE_LITTER = ("/thumbnail", "/extended-properties")


def _add_font_table(part):
    name, kind = PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE
    part.relate_to(Part(name, kind, FONT_TABLE.encode(), part.package), RELATIONSHIP_TYPE.FONT_TABLE)


def _fill_properties(properties, report):
    """Title, author and language; no dates, since the file is the same whenever it is made."""
    properties.title = paper_plain(report.title, report.style)[:255]
    properties.author = properties.last_modified_by = report.organization[:255]
    properties.language = "th"
    properties.comments = ""
    element = properties._element
    for child in list(element):
        if child.tag.endswith(("}created", "}modified")):
            element.remove(child)
