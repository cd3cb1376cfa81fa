"""Which numbers in a cell are scores: not its years, ranks, limits, weights and page numbers."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

from ita_portal.fields import parse_score
from ita_portal.thai_text import to_arabic_digits

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+|,\d{1,2}(?![\d.]))?)"


class Part(Enum):
    """What a piece of a cell is."""

    YEAR = auto()
    LIMIT = auto()
    RANK = auto()
    FULL = auto()
    PART = auto()
    CHANGE = auto()
    NUMBER = auto()
    SCORE_WORD = auto()
    LEVEL = auto()
    QUIET = auto()
    OTHER = auto()


PIECES = {
    Part.YEAR: r"(?:พ\.?\s?ศ\.?|ปี(?:งบประมาณ)?(?:\s*พ\.?\s?ศ\.?)?)\s*(?:\d{4}|\d{2})(?!\d|[.,]\d)"
    r"|(?<!\d)(?:25[3-9]|19[5-9]|20[0-9])\d(?!\d|[.,]\d)",
    Part.LIMIT: rf"(?:ไม่)?(?:มาก|น้อย|ต่ำ|สูง)กว่า(?:หรือเท่ากับ)?\s*(?:ร้อยละ\s*)?{NUMBER}"
    rf"|(?:ตั้งแต่|อย่างน้อย|เกิน|เป้าหมาย)\s*(?:ร้อยละ\s*)?{NUMBER}",
    Part.RANK: r"(?:(?:ลำดับ|อันดับ)(?:ที่)?|หน้า)\s*\d+(?!\d|[.,]\d)",  # หน้าที่ is a duty, not a page
    Part.FULL: rf"(?:จาก|คะแนนเต็ม|เต็ม)\s*(?:ร้อยละ\s*)?100(?:\.0+)?(?!\d|[.,]\d)|(?:ค่า)?น้ำหนัก\s*(?:ร้อยละ\s*)?{NUMBER}\s*%?",
    Part.PART: r"(?:\(?\s*[A-Z]IT\s*\)?\s*)?(?:ส่วนที่|ส่วน|[Pp]art)\s*[1-9](?!\d|[.,]\d)",
    Part.CHANGE: rf"(?:[+−]\s?|-|[▲▼△▽↑↓]\s*){NUMBER}",
    Part.NUMBER: NUMBER,
    Part.SCORE_WORD: r"(?:ได้|ผล)?คะแนน(?:ที่ได้|เฉลี่ย|ประเมิน)*|ร้อยละ|เปอร์เซ็นต์|%",
    Part.QUIET: r"[\s:=/;,()\[\]{}•*.\-–—]+|ได้|เท่ากับ|โดยรวม|และ|มี",
    Part.OTHER: r"[A-Za-z]+(?:[-.]?\d+)*|.",  # PM2.5, O10: no scores
}
PAGE_NUMBER = re.compile(
    r"[-–—]\s*\d{1,3}\s*[-–—]|(?:หน้า|page)\s*(?:ที่)?\s*\d{1,3}(?:\s*(?:/|จาก|of)\s*\d{1,3})?"
)
REMARKS = {
    Part.YEAR: "เป็นปี ไม่ใช่คะแนน",
    Part.LIMIT: "เป็นเกณฑ์หรือเป้าหมาย ไม่ใช่คะแนนที่ได้",
    Part.RANK: "เป็นลำดับหรือเลขหน้า ไม่ใช่คะแนน",
    Part.FULL: "เป็นคะแนนเต็มหรือน้ำหนัก ไม่ใช่คะแนนที่ได้",
    Part.CHANGE: "เป็นผลต่าง ไม่ใช่คะแนนที่ได้",
}
LONGEST_NUMBER = 12  # digits; what is longer is an identity number or a slip of the keyboard
FARTHEST_MENTION = 40  # characters of other words between a mention in running text and its score


@dataclass(frozen=True)
class Found:
    """A number that stands where a score stands. `value` is None where it is no score; `problem` says why."""

    text: str
    value: Decimal | None
    problem: str = ""
    part: int | None = None  # ส่วนที่, where the cell says so itself

    @property
    def has_two_decimals(self):
        """True for what is written like no other number in such texts: 96.80 and, for short, 100."""
        return self.text == "100" or re.fullmatch(r"\d+[.,]\d\d", self.text) is not None

    @property
    def is_bare_integer(self):
        """True for what might as well be a running number or a page: 1–99 without decimals."""
        return len(self.text) < 3 and self.text.isdigit() and int(self.text) > 0


@dataclass
class Numbers:
    scores: list[Found] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    part: int | None = None  # a part that is named without a score after it
    has_level: bool = False
    is_all: bool = True  # nothing else stands in the cell
    first_marked: Found | None = None  # said to be a score in running text: "ได้คะแนน ๑๐๐ คะแนน"


@dataclass(frozen=True)
class _Piece:
    kind: Part
    text: str


def scanner(levels):
    """The pattern that takes a cell to pieces, for a year's level names."""
    names = "|".join(re.escape(name) for name in sorted(levels, key=len, reverse=True))
    level = rf"ระดับ(?:ผลการประเมิน)?|(?<![A-Za-zก-ฮ])(?:{names or '(?!)'})(?![A-Za-zก-ฮ])"
    pieces = {Part.LEVEL: level, **PIECES}
    return re.compile("|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in pieces.items()), re.DOTALL)


def numbers_in(text, pattern, *, is_after_subject=False):
    """The scores of a cell, or of what follows its subject; Thai digits and Arabic ones alike."""
    text = to_arabic_digits(text)
    if PAGE_NUMBER.fullmatch(text.strip()):
        return Numbers(remarks=[REMARKS[Part.RANK]])
    pieces = [_Piece(Part[match.lastgroup], match.group()) for match in pattern.finditer(text)]
    found = Numbers(is_all=all(piece.kind != Part.OTHER for piece in pieces))
    found.has_level = any(piece.kind == Part.LEVEL and piece.text[:5] != "ระดับ" for piece in pieces)
    found.remarks = list(dict.fromkeys(REMARKS[piece.kind] for piece in pieces if piece.kind in REMARKS))
    found.first_marked = _first_marked(pieces)
    _take_scores(pieces, found, is_after_subject)
    return found


def _take_scores(pieces, found, is_after_subject):
    """A number is a score when it is said to be one, or stands at the end, or with its decimals right after a subject."""
    words = [place for place, piece in enumerate(pieces) if piece.kind == Part.OTHER]
    first_word, last_word = (words[0], words[-1]) if words else (len(pieces), -1)
    for place, piece in enumerate(pieces):
        if piece.kind == Part.PART:
            found.part = int(to_arabic_digits(piece.text).rstrip()[-1])
        if piece.kind != Part.NUMBER:
            continue
        leads = is_after_subject and place < first_word and re.search(r"[.,]\d\d", piece.text)
        if place > last_word or leads or _is_marked(pieces, place):
            found.scores.append(_as_score(piece.text, found.part))
            found.part = None


def _is_marked(pieces, place):
    """True between words that say so: ร้อยละ 96.80, คะแนนที่ได้ 96.80, 96.80 คะแนน."""
    before = next((piece for piece in reversed(pieces[:place]) if piece.kind != Part.QUIET), None)
    after = next((piece for piece in pieces[place + 1 :] if piece.kind != Part.QUIET), None)
    return any(piece is not None and piece.kind == Part.SCORE_WORD for piece in (before, after))


def _first_marked(pieces):
    """The first marked number, unless many other words stand before it."""
    distance = 0
    for place, piece in enumerate(pieces):
        if piece.kind == Part.NUMBER:
            return _as_score(piece.text, None) if _is_marked(pieces, place) else None
        distance += len(piece.text) if piece.kind == Part.OTHER else 0
        if distance > FARTHEST_MENTION:
            return None
    return None


def _as_score(text, part):
    if len(text) > LONGEST_NUMBER or re.match(r"0\d", text):
        return Found(text, None, f"“{text[:LONGEST_NUMBER]}” ไม่ใช่คะแนน", part)
    try:
        return Found(text, parse_score(text), part=part)
    except ValueError as error:
        return Found(text, None, str(error), part)
