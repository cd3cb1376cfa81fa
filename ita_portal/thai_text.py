"""Leaf: Thai text as pure functions: digits, normalisation, order, codes."""

import re
import unicodedata
from functools import lru_cache

from pythainlp.tokenize import word_tokenize
from pythainlp.util import normalize as pythainlp_normalize

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
TO_THAI = str.maketrans("0123456789", THAI_DIGITS)
TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")

NO_BREAK_SPACE = "\u00a0"
ZERO_WIDTH_SPACE = "\u200b"

# What keeps its Arabic digits on a page of Thai digits: addresses, e-mail, codes such as i10, e4, O27, words
# that carry a digit beside Latin letters (E-Service2, PM2.5), and the hash of a file.
KEPT_AS_TYPED = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"
    r"|(?<![A-Za-z0-9-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:go\.th|or\.th|ac\.th|co\.th|in\.th|com|org|net)\b\S*"
    r"|(?<![A-Za-z0-9])[A-Za-z][A-Za-z-]*\d+(?:\.\d+)?(?![A-Za-z])"
    r"|(?<![A-Za-z0-9])[0-9a-f]{64}(?![A-Za-z0-9])"
)


def to_arabic_digits(text):
    """Turn ๐–๙ into 0–9; all else stays."""
    return text.translate(TO_ARABIC)


def to_thai_digits(text):
    """Turn 0–9 into ๐–๙, except in web and e-mail addresses and in codes (i10, e4, O27)."""
    parts, end = [], 0
    for kept in KEPT_AS_TYPED.finditer(text):
        parts += [text[end : kept.start()].translate(TO_THAI), kept.group()]
        end = kept.end()
    return "".join([*parts, text[end:].translate(TO_THAI)])


def normalize(text):
    """Return text with one spelling per sight: ํา becomes ำ, เเ becomes แ, doubled marks are dropped (NFC).

    Control characters other than line feed and tab, and halves of surrogate pairs, are removed; both databases then
    accept the text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    # pythainlp folds spaces and line feeds too, so it sees one run of Thai at a time.
    return re.sub(r"[\u0e00-\u0e7f]+", lambda run: _normalized_run(run.group()), text)


@lru_cache(maxsize=16_384)
def _normalized_run(run):
    """The same words come again and again: in the next cell of a sheet, in the next look for a word."""
    return pythainlp_normalize(run)


LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
MARKS_IN_ORDER = {mark: str(place) for place, mark in enumerate("็่้๊๋์", start=1)}
NO_MARK = "0"


def sort_key(text):
    """Key for Thai dictionary order: leading vowels after their consonant, marks above only between equals.

    The key is made of the digits and letters 0-9a-f, so that Python and every database, whatever its collation, put
    keys in the same order. Characters that neither Thai nor English writes count as "?".
    """
    letters, marks = [], []
    for char in LEADING_VOWEL.sub(r"\2\1", text):
        if char in MARKS_IN_ORDER:
            if marks and marks[-1] == NO_MARK:
                marks[-1] = MARKS_IN_ORDER[char]
        else:
            letters.append(char)
            marks.append(NO_MARK)
    # TIS-620 keeps the order of Unicode in half the length; 00 comes before every letter.
    return f"{''.join(letters).encode('tis_620', 'replace').hex()}00{''.join(marks).rstrip(NO_MARK)}"


MONTH_AFTER_DAY = re.compile(r"(?<=[\d๐-๙]) +(?=(?:[ก-ฮ]{1,2}\.[ก-ฮ]{1,2}\.|[ก-๙]+(?:คม|ยน|พันธ์)))")
YEAR_AFTER_MONTH = re.compile(r"(?:(?<=คม)|(?<=ยน)|(?<=์)|(?<=\.)) +(?=[\d๐-๙]{2,4}(?![\d๐-๙.,]))")


def hold_together(text):
    """Bind what must not be parted at a line end: ๆ ฯลฯ to the word before, dates, พ.ศ. to its year, numbers to units."""
    text = re.sub(r" +(?=ๆ|ฯลฯ)", NO_BREAK_SPACE, text)
    text = re.sub(r"(พ\.ศ\.|ร้อยละ|ลำดับที่|ตัวชี้วัดที่|ข้อ|ส่วนที่) +(?=[\d๐-๙A-Za-z])", rf"\1{NO_BREAK_SPACE}", text)
    text = YEAR_AFTER_MONTH.sub(NO_BREAK_SPACE, MONTH_AFTER_DAY.sub(NO_BREAK_SPACE, text))
    return re.sub(r"(?<=[\d๐-๙]) +(?=คะแนน)", NO_BREAK_SPACE, text)


def first_words(text, count):
    """The first words of a text, found with the dictionary, white space folded."""
    words = [word for word in word_tokenize(" ".join(text.split()), engine="newmm") if word.strip()]
    return "".join(words[:count])


def words(text):
    """The words of a text in order, found with the dictionary; spaces and line ends are words of their own.

    Put together again they are the text, letter by letter.
    """
    found = []
    for run in re.findall(r"\s|\S+", text):
        parts = word_tokenize(run, engine="newmm")
        found += parts if "".join(parts) == run else [run]
    return found
