"""Spelling: words of the list, letters that belong to no word, and names in English as they are written. Pure."""

import re
from functools import cache

from ita_portal.thai_text import words
from reports.checks.finding import Family
from reports.checks.word_lists import word_lists

NO_MARK = r"(?![ัิ-ฺ็-๎])"  # the word ends here: no mark goes on with it
THAI_WORD = re.compile("[ก-๎]{2,}")
LONE_CONSONANT = re.compile("[ก-ฆง-ฌญ-ฒด-ฮ]")  # ณ is a word


def spelling(text, facts):
    """Findings on how a text is spelled; none of them blocks."""
    told = []
    for match in _misspelled().finditer(text.words):
        told.append(match.span())
        sentence = f"“{match.group()}” น่าจะเป็น “{word_lists().misspellings[match.group()]}”"
        yield text.finding(Family.SPELLING, "misspelled", sentence, match.span())
    for span in _stray_letters(text.words):
        if not any(start < span[1] and span[0] < end for start, end in told):
            sentence = f"“{text.words[slice(*span)]}” มีตัวอักษรที่ไม่เข้ากับคำใด โปรดตรวจตัวสะกด"
            yield text.finding(Family.SPELLING, "stray letter", sentence, span)
    yield from _english_names(text)


def _stray_letters(text):
    """Spans of a single consonant between two words, with these words: ทบ·พ·ทวน."""
    place, before = 0, ("", 0)
    parts = words(text)
    for part, after in zip(parts, [*parts[1:], ""], strict=False):
        if LONE_CONSONANT.fullmatch(part) and THAI_WORD.fullmatch(before[0]) and THAI_WORD.fullmatch(after):
            yield before[1], place + len(part) + len(after)
        before, place = (part, place), place + len(part)


def _english_names(text):
    for match in _english().finditer(text.words):
        right = next(name for name in word_lists().english if _bare(name) == _bare(match.group()))
        if match.group() != right:
            sentence = f"“{match.group()}” เขียนว่า “{right}”"
            yield text.finding(Family.SPELLING, "english", sentence, match.span())


@cache
def _misspelled():
    rows = sorted(word_lists().misspellings.items(), key=lambda row: -len(row[0]))
    # ประชาสัมพัน is no slip where ธ์ goes on with it.
    wrong = (f"{re.escape(wrong)}(?!{re.escape(right.removeprefix(wrong))})" for wrong, right in rows)
    return re.compile(f"(?:{'|'.join(wrong)}){NO_MARK}")


@cache
def _english():
    names = (r"\s*[-–]?\s*".join(map(re.escape, re.split("[- ]", name))) for name in word_lists().english)
    return re.compile(f"(?<![A-Za-z.@/])(?:{'|'.join(names)})(?![A-Za-z.@/])", re.IGNORECASE)


def _bare(name):
    return re.sub(r"[^a-z]", "", name.lower())
