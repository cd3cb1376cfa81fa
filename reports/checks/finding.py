"""What the check before routing finds, and the texts it finds it in. Pure."""

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property

from django.db.models import TextChoices

from ita_portal.thai_text import normalize, to_arabic_digits, to_thai_digits, words

CONTEXT = 45  # characters shown on each side of a quote


class Family(TextChoices):
    """The families of findings, in the order in which they are read."""

    IDENTITY = "identity", "ชื่อและที่อยู่ของหน่วยงาน"
    YEARS = "years", "ปีและวันที่"
    NAMES = "names", "ตัวชี้วัด ข้อคำถาม และรายการ"
    ARITHMETIC = "arithmetic", "คะแนนและระดับ"
    COVERAGE = "coverage", "ความครบถ้วน"
    FORM = "form", "รูปแบบของเอกสาร"
    SPELLING = "spelling", "ตัวสะกด"
    PERSONAL_DATA = "personal", "ข้อมูลส่วนบุคคล"


@dataclass(frozen=True)
class Finding:
    """A Thai sentence, the words it is about, and where they are mended.

    `key` stays the same as long as the place and the words stay; an override is tied to it. `place` names where the
    quote stands, `before` and `after` are the words around it. Where a finding is about the data rather than about
    words, quote, before and after are "".
    """

    key: str
    family: Family
    is_blocking: bool
    sentence: str
    quote: str
    url: str
    place: str = ""
    before: str = ""
    after: str = ""

    @property
    def told(self):
        """The finding in one line, as it is kept on record: where, what, and the words it is about."""
        quoted = f" (“{self.quote}”)" if self.quote else ""
        return f"{self.place}: {self.sentence}{quoted}" if self.place else f"{self.sentence}{quoted}"


class Kind(Enum):
    """What a text is to its document."""

    OWN_WORDS = "own words"  # written for this document: subject, body, preface …
    ANALYSIS = "analysis"
    LIMITATION = "limitation"
    PLAN = "plan"
    RESULT = "result"  # what was done


@dataclass(frozen=True)
class Text:
    """A text that a document prints: where it stands, where it is mended, and what it is about.

    `indicator` and `codes` are what an analysis is about; `score` (0–100) is the lowest figure of that.
    """

    key: str
    place: str
    url: str
    typed: str
    kind: Kind = Kind.OWN_WORDS
    indicator: int | None = None
    codes: tuple[str, ...] = ()
    score: Decimal | None = None

    @cached_property
    def words(self):
        """What is typed, in one spelling per sight."""
        return normalize(self.typed)

    @cached_property
    def arabic(self):
        """The words with Arabic digits, letter by letter as long as `words`."""
        return to_arabic_digits(self.words)

    def finding(self, family, rule, sentence, span=None, *, blocks=False):
        """A finding on the letters `span` (start, end) of the words, or on the whole text."""
        start, end = span or (0, 0)
        quote = self.words[start:end].strip()
        return Finding(
            key=key_of(family, rule, self.key, quote),
            family=family,
            is_blocking=blocks,
            sentence=to_thai_digits(sentence),
            quote=quote,
            url=self.url,
            place=to_thai_digits(self.place),
            before=_ending(self.words[:start].rpartition("\n")[2]) if quote else "",
            after=_beginning(self.words[end:].partition("\n")[0]) if quote else "",
        )


def about_data(family, rule, subject, sentence, url, *, blocks=False, place=""):
    """A finding on the data behind a document; `subject` tells two of one rule apart and stays when figures change."""
    return Finding(
        key=key_of(family, rule, subject, ""),
        family=family,
        is_blocking=blocks,
        sentence=to_thai_digits(sentence),
        quote="",
        url=url,
        place=to_thai_digits(place),
    )


def key_of(family, rule, place, quote):
    """A short stable name of a finding: spaces and the script of digits do not matter."""
    said = "|".join((rule, place, re.sub(r"\s+", "", to_arabic_digits(quote))))
    return f"{family.value}-{hashlib.sha256(said.encode()).hexdigest()[:20]}"


def _ending(text):
    """The last words of a text, whole, with … where there are more."""
    if len(text) <= CONTEXT:
        return text
    parts = words(text[-2 * CONTEXT :])
    while len("".join(parts)) > CONTEXT and len(parts) > 1:
        parts = parts[1:]
    return f"…{''.join(parts)}"


def _beginning(text):
    """The first words of a text, whole, with … where there are more."""
    if len(text) <= CONTEXT:
        return text
    parts = words(text[: 2 * CONTEXT])
    while len("".join(parts)) > CONTEXT and len(parts) > 1:
        parts = parts[:-1]
    return f"{''.join(parts)}…"
