"""Small Word files for the tests, and reading Word files and their HTML back, block by block."""

import io
import re

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reports.word import render_docx


def opened(report):
    return docx.Document(io.BytesIO(render_docx(report)))


def folded(text):
    """Text without white space and zero-width marks: what is left must be the same in both files."""
    return re.sub(r"[\s\u200b]+", "", text)


def word_blocks(document):
    """The text of every paragraph in reading order, in and out of tables, folded; empty ones left out."""
    blocks = []
    for element in document.element.body.iter(qn("w:p")):
        text = folded(Paragraph(element, document).text)
        if (
            element.style == "HeadingRest"
        ):  # a heading on paper is one block; its second half is a paragraph here
            blocks[-1] += text
        elif text:
            blocks.append(text)
    return blocks
