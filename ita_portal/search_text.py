"""Leaf: finding Thai text as people type it. One rule, twice: in Python for what is typed, in the database for what is kept.

Folded, a text has no spaces, one spelling of ำ and แ, Arabic digits and small Latin letters. A typed word is found
wherever its folded form stands in the folded text: "การ ใช้ งบ ๒๕๖๘" finds "การใช้งบประมาณ พ.ศ. 2568".
"""

import re
from dataclasses import dataclass

from django.db.models import Func, Q, TextField
from django.db.models.lookups import Contains

from ita_portal.thai_text import THAI_DIGITS, normalize

LONGEST_QUERY = 100  # characters
MOST_WORDS = 6
SPACES = " \n\r\t\u00a0\u200b"
NIKHAHIT, SARA_AA, SARA_AM, SARA_E, SARA_AE = "\u0e4d", "\u0e32", "\u0e33", "\u0e40", "\u0e41"
TONES = "\u0e48\u0e49\u0e4a\u0e4b"
# (written, found as), one after the other. A tone may stand inside an ำ that was typed in two pieces.
SPELLINGS = (
    *((space, "") for space in SPACES),
    *((f"{NIKHAHIT}{tone}{SARA_AA}", f"{tone}{SARA_AM}") for tone in TONES),
    (NIKHAHIT + SARA_AA, SARA_AM),
    (SARA_E + SARA_E, SARA_AE),
    *((thai, str(digit)) for digit, thai in enumerate(THAI_DIGITS)),
)
# The parts of a text that fold to letters of their own.
PART = re.compile(
    f"{NIKHAHIT}[{SPACES}]*[{TONES}]?[{SPACES}]*{SARA_AA}|{SARA_E}[{SPACES}]*{SARA_E}|.", re.DOTALL
)
# What is drawn on the letter before it.
HANGS_ON = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")
# A question as people write it: i4, I-๔, ไอ 4, โอ๒๗, 0๒๗ (a nought for the letter, then nothing between).
CODE = re.compile(r"(?<![a-z0-9ก-๎])(?:(i|ไอ|e|อี|o|โอ) ?[.-]? ?|(0))([0-9]{1,2})(?![a-z0-9])")
LETTERS = {"i": "i", "ไอ": "i", "e": "e", "อี": "e", "o": "o", "โอ": "o", "0": "o"}


def fold(text):
    """The text as it is searched. Folding again changes nothing."""
    for written, found_as in SPELLINGS:
        text = text.replace(written, found_as)
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def _nested(inner):
    for written, found_as in SPELLINGS:
        inner = f"REPLACE({inner}, '{written}', '{found_as}')"
    return inner


def folded_column(column):
    """What PostgreSQL is asked for a column of texts, as SQL: an index on it serves the queries.

    The plain collation makes small letters of A–Z only, as SQLite and `fold` do.
    """
    return f'LOWER({_nested(column)} COLLATE "C")'


class Folded(Func):
    """A text column as `fold` leaves it."""

    arity = 1
    output_field = TextField()
    template = f"LOWER({_nested('%(expressions)s')})"

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template=folded_column("%(expressions)s"), **context)


@dataclass(frozen=True)
class Word:
    """A typed word, folded; `code` is the question it may mean (i4, o27), without leading noughts, or ""."""

    text: str
    code: str = ""

    @property
    def spellings(self):
        return (self.text, self.code) if self.code and self.code != self.text else (self.text,)

    def found_in(self, *columns):
        """The condition that the word stands in one of the columns."""
        condition = Q()
        for column in columns:
            for spelling in self.spellings:
                condition |= Q(Contains(Folded(column), spelling))
        return condition


@dataclass(frozen=True)
class SearchQuery:
    """What somebody typed, and its words: a row is found that has them all."""

    typed: str = ""
    words: tuple[Word, ...] = ()

    @property
    def spellings(self):
        """What is marked in the texts that were found."""
        return tuple(spelling for word in self.words for spelling in word.spellings)


def read_query(typed):
    """The SearchQuery of what was typed; of a long text only the beginning counts."""
    typed = " ".join(normalize(typed[: 2 * LONGEST_QUERY]).split())[:LONGEST_QUERY].strip()
    plain = "".join(" " if letter.isspace() or letter in SPACES else fold(letter) for letter in typed)
    words, at = {}, 0
    for code in CODE.finditer(plain):
        words |= {Word(text): None for text in plain[at : code.start()].split()}
        letter = LETTERS[code[1] or code[2]]
        words[Word(fold(code.group()), f"{letter}{int(code[3])}")] = None
        at = code.end()
    words |= {Word(text): None for text in plain[at:].split()}
    return SearchQuery(typed, tuple(words)[:MOST_WORDS])


@dataclass(frozen=True)
class Piece:
    """A part of a shown text; `is_found` where it is what was searched."""

    text: str
    is_found: bool = False


def marked(text, spellings, longest=None):
    """The text as Pieces, what was found marked; put together they are the text.

    With `longest` (characters) a longer text is cut to about so much around the first word found, … where it was cut.
    """
    hits = _hits(text, spellings)
    start, end = _window(text, hits, longest or len(text))
    pieces, at = [Piece("…")] if start else [], start
    for first, after in hits:
        if first < at or after > end:
            continue
        pieces += [Piece(text[at:first])] if first > at else []
        pieces.append(Piece(text[first:after], is_found=True))
        at = after
    pieces += [Piece(text[at:end])] if at < end else []
    return pieces + ([Piece("…")] if end < len(text) else [])


def _hits(text, spellings):
    """[(start, end)] of all that is found, joined where it meets; no letter is parted from what hangs on it."""
    folded, places = _folded_with_places(text)
    found = []
    for spelling in filter(None, spellings):
        at = folded.find(spelling)
        while at >= 0:
            found.append(_whole(text, places[at][0], places[at + len(spelling) - 1][1]))
            at = folded.find(spelling, at + len(spelling))
    joined = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _folded_with_places(text):
    """The folded text, and for each of its letters from where to where in the text it came."""
    letters, places = [], []
    for part in PART.finditer(text):
        for letter in fold(part.group()):
            letters.append(letter)
            places.append(part.span())
    return "".join(letters), places


def _whole(text, start, end):
    """The same stretch, longer where it would part a letter from what hangs on it."""
    while start > 0 and HANGS_ON.match(text[start]):
        start -= 1
    while end < len(text) and HANGS_ON.match(text[end]):
        end += 1
    return start, end


def _window(text, hits, longest):
    """Where the shown part of a text starts and ends: around the first hit, cut at spaces where there are some near."""
    if len(text) <= longest:
        return 0, len(text)
    first, after = hits[0] if hits else (0, 0)
    start = max(0, min(first - longest // 3, len(text) - longest))
    end = max(after, start + longest)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", after, end)
        end = space if space > (after + end) // 2 else end
    return _whole(text, start, end)
