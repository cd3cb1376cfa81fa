"""Reading a PDF back and comparing it with its HTML, letter by letter: what is left over on either side is reported.

Nothing but white space is folded. Page furniture (page numbers, repeated table heads, dotted leaders with their page
numbers, the cue at a memo's foot, the word (ต่อ) on continued rows) is taken out of the PDF's text first; a block that a
page end cuts is joined again.
"""

import re
import subprocess
from html.parser import HTMLParser

import pypdf
import pypdfium2

BLOCKS = frozenset(["p", "h1", "h2", "h3", "th", "td", "caption", "div", "section", "li", "tr", "table", "br"])
VOID = frozenset(["br", "col", "meta", "link", "rect", "path"])


def read_by_poppler(path):
    command = ["pdftotext", "-raw", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def read_by_pypdf(path):
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def read_by_pdfium(path):
    document = pypdfium2.PdfDocument(path)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


READERS = {"poppler": read_by_poppler, "pypdf": read_by_pypdf, "pdfium": read_by_pdfium}


def folded(text):
    """Text without white space and zero-width marks."""
    return re.sub(r"[\s\u200b\u00a0\ufeff]+", "", text)


class _Blocks(HTMLParser):
    """Collects the texts of block elements, in order; a table's head is one text, as it repeats as one."""

    def __init__(self):
        super().__init__()
        self.blocks, self.heads, self._text, self._silent, self._head = [], [], [], 0, None

    def handle_starttag(self, tag, attrs):
        if tag in ("head", "svg", "title"):
            self._silent += tag not in VOID
        if tag in BLOCKS:
            self._flush()
        if tag == "thead":
            self._head = []

    def handle_endtag(self, tag):
        if tag in ("head", "svg", "title"):
            self._silent -= 1
        if tag in BLOCKS and tag != "br":
            self._flush()
        if tag == "thead":
            self.heads.append("".join(self._head))
            self._head = None

    def handle_data(self, data):
        if not self._silent:
            self._text.append(data)

    def _flush(self):
        text = folded("".join(self._text))
        self._text = []
        if text:
            (self.blocks if self._head is None else self._head).append(text)


def blocks_of(html):
    """(texts of the blocks in reading order, texts of the table heads)."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return parser.blocks, parser.heads


def without_furniture(page):
    """The folded text of a page without what the printer adds to it; repeated heads stay."""
    text = re.sub(r"(?m)^\s*/\S[^\n]*\.\.\.\s*$", "", page.replace("\r", ""))
    text = re.sub(r"(?m)^\s*- [๐-๙0-9]+ -\s*$", "", text)
    text = re.sub(r"(?:\.\s*){4,}[๐-๙0-9]+", "", text)
    return folded(text).replace("(ต่อ)", "")


def compare(html, pages, pieces=4):
    """Differences between a document and its pages as read back: (blocks not found, text left over).

    `pieces`: into how many pieces page ends may cut one block.
    """
    blocks, heads = blocks_of(html)
    text = "\0".join(map(without_furniture, pages))
    missing = []
    for head in sorted(set(heads), key=len, reverse=True):
        if head not in text:
            missing.append(head)
        text = text.replace(head, "\1")
    for block in sorted(blocks, key=len, reverse=True):
        text, is_found = _take(text, block, pieces)
        if not is_found:
            missing.append(block)
    return missing, text.replace("\0", "").replace("\1", "")


def _take(text, block, pieces):
    """Take a block out of the text: whole, or in pieces where a page end (\\0) cuts it. (rest, was it found?)"""
    found = text.find(block)
    if found >= 0:
        return f"{text[:found]}\1{text[found + len(block) :]}", True
    if pieces == 1:
        return text, False
    low, high = 0, len(block)
    while low < high:  # the longest beginning that stands somewhere
        middle = (low + high + 1) // 2
        low, high = (middle, high) if block[:middle] in text else (low, middle - 1)
    if low < 4:
        return text, False
    found = text.find(block[:low])
    rest, is_found = _take(f"{text[:found]}\1{text[found + low :]}", block[low:], pieces - 1)
    return (rest, True) if is_found else (text, False)
