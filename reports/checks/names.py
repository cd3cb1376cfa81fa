"""Indicators, questions and items: number and name, code and wording, text and code belong together. Pure."""

import re
from difflib import SequenceMatcher

from assessments.pasted_scores.known import likeness, squashed
from ita_portal.thai_text import first_words
from reports.checks.finding import Family, Kind
from reports.checks.numbering import NUMBERED_LINE

NUMBERED = re.compile(r"ตัวชี้วัด(?:ที่)?\s*(\d{1,2})(?![\d.]*\d)\.?\s*(?:เรื่อง|ด้าน)?\s*")
UNNUMBERED = re.compile(r"ตัวชี้วัด\s*(?:เรื่อง|ด้าน)?\s*(?=[ก-๙])")
SUBJECT = re.compile(r"(?<!ใน)เรื่อง\s*(?=[ก-๙])")  # of a finding: "ผลคะแนนการประเมิน เรื่อง …"
CODE = re.compile(r"(?<![A-Za-z0-9.\-])([ieoIEO])(\d{1,2})(?![\dA-Za-z]|\.\d)")
LED_BY_CODE = re.compile(r"(?<![A-Za-z0-9.\-])([ieoIEO]\d{1,2})\s*ประเด็น\s*([^\n]{20,})")
QUOTED = re.compile(
    r"[“\"]\s*(?:(?P<code>[A-Za-z]{0,2}[\d๐-๙]{1,3}|[A-Za-z]{1,2})\s+)?(?P<wording>[^“”\"\n]{20,400})"
)
INSTRUMENT = re.compile(r"(แบบ(?:วัด|ตรวจ|ประเมิน)[^()\n]{3,80}?)\s*\((IIT|EIT|OIT)\)")
KEPT = re.compile("รักษา(?:ระดับ|มาตรฐาน)")  # what is said of a good score fits any question
NAME_ALIKE = 0.55  # how alike (0–1) a name and the official one are when it is that name with a slip
QUOTE_ALIKE = 0.75  # the same of a quoted wording
LIBRARY_ALIKE = 0.8  # of a text and the library's text for another question
CLEARLY = 0.2  # by so much the other question fits better
HELD = 0.5  # share of a wording (0–1) that a text on it holds
HARDLY_HELD = 0.3
ALL_HELD = 0.85
SHORTEST_TWIN = 60  # letters; shorter texts are alike for good reasons
SHORTEST_WORDING = 12
TELLING_WORDING = 25  # letters of a wording that no text on another matter holds by chance
NAME_WORDS = 3


def names_in_text(text, facts):
    """Findings on the indicators, codes and wordings that a text names."""
    if facts.framework is None:
        return
    yield from _numbered(text, facts.framework)
    yield from _unnumbered(text, facts.framework)
    yield from _lines(text, facts.framework)
    yield from _codes(text, facts)
    yield from _quoted(text, facts.framework)
    yield from _instruments(text, facts.framework)
    for match in LED_BY_CODE.finditer(text.arabic):
        yield from _about(text, match[2], (_official_code(match[1]),), match.span(1), facts)
    if text.kind == Kind.ANALYSIS:
        yield from _of_its_indicator(text)
        if text.codes:
            yield from _about(text, text.words, text.codes, (0, min(len(text.words), 40)), facts)


# -- Names of indicators ---------------------------------------------------------------------------


def _numbered(text, framework):
    """ตัวชี้วัดที่ 10 is followed by the name of indicator 10."""
    for match in NUMBERED.finditer(text.arabic):
        official = framework.indicator(int(match[1]))
        if official is None:
            sentence = f"เกณฑ์ปี {framework.year} ไม่มีตัวชี้วัดที่ {match[1]}"
            yield text.finding(Family.NAMES, "no indicator", sentence, match.span(), blocks=True)
            continue
        named = _named_at(text.words, match.end(), framework)
        if named is None:
            yield from _misnamed(text, match, official)
            continue
        row, end = named
        if row is not official:
            sentence = f"ตัวชี้วัดที่ {match[1]} คือ “{official.names[0]}” แต่พิมพ์ชื่อของตัวชี้วัดที่ {row.number}"
            yield text.finding(Family.NAMES, "other indicator", sentence, (match.start(), end), blocks=True)
        elif squashed(text.words[match.end() : end]) != squashed(official.names[0]):
            yield _other_name(text, official, (match.end(), end))


def _named_at(words, place, framework):
    """(indicator, where its name ends) when the words go on with a name at this place, else None."""
    found = framework.name_pattern.match(words, place)
    if not found:
        return None
    bare = squashed(found.group())
    row = next(row for row in framework.indicators if bare in map(squashed, row.names))
    return row, found.end()


def _misnamed(text, match, official):
    """A name that is nearly the official one."""
    name = official.names[0]
    typed = text.words[match.end() : match.end() + len(name)].partition("\n")[0]
    if likeness(squashed(typed), squashed(name)) >= NAME_ALIKE:
        sentence = f"ตัวชี้วัดที่ {official.number} มีชื่อว่า “{name}” โปรดแก้ชื่อให้ตรง"
        span = (match.start(), match.end() + len(typed))
        yield text.finding(Family.NAMES, "misnamed", sentence, span, blocks=True)


def _unnumbered(text, framework):
    patterns = (UNNUMBERED, SUBJECT) if text.kind == Kind.ANALYSIS else (UNNUMBERED,)
    for match in (found for pattern in patterns for found in pattern.finditer(text.words)):
        named = _named_at(text.words, match.end(), framework)
        if named and squashed(text.words[match.end() : named[1]]) != squashed(named[0].names[0]):
            yield _other_name(text, named[0], (match.end(), named[1]))


def _lines(text, framework):
    """A line that is the name of an indicator, perhaps with its number before it."""
    for match in re.finditer(r"[^\n]+", text.words):
        numbered = NUMBERED_LINE.match(text.arabic, match.start(), match.end())
        start = numbered.end() if numbered else match.start()
        named = _named_at(text.words, start, framework)
        if named is None or text.words[named[1] : match.end()].strip():
            continue
        row, end = named
        if squashed(text.words[start:end]) != squashed(row.names[0]):
            yield _other_name(text, row, (start, end))
        if numbered and int(numbered["number"]) != row.number and text.kind != Kind.PLAN:
            sentence = f"“{row.names[0]}” คือตัวชี้วัดที่ {row.number} โปรดตรวจเลขหน้าชื่อ"
            yield text.finding(Family.NAMES, "number of a name", sentence, (match.start(), end))


def _other_name(text, official, span):
    sentence = f"ชื่อทางการของตัวชี้วัดที่ {official.number} คือ “{official.names[0]}” โปรดใช้ชื่อทางการ"
    return text.finding(Family.NAMES, "other name", sentence, span)


def _of_its_indicator(text):
    """An analysis speaks of its own indicator first."""
    first = NUMBERED.search(text.arabic)
    if first and int(first[1]) != text.indicator:
        sentence = f"การวิเคราะห์นี้อยู่ใต้ตัวชี้วัดที่ {text.indicator} แต่ข้อความกล่าวถึงตัวชี้วัดที่ {first[1]}"
        yield text.finding(Family.NAMES, "not its indicator", sentence, first.span(), blocks=True)


def _instruments(text, framework):
    official = {row.code: row.name for row in framework.instruments}
    for match in INSTRUMENT.finditer(text.words):
        name = official.get(match[2])
        if name and squashed(match[1]) != squashed(name):
            sentence = f"ชื่อทางการของ {match[2]} คือ “{name}”"
            yield text.finding(Family.NAMES, "instrument", sentence, match.span(1))


# -- Codes and wordings ----------------------------------------------------------------------------


def _official_code(typed):
    return f"{'O' if typed[0] in 'oO' else typed[0].lower()}{int(typed[1:])}"


def _codes(text, facts):
    """Every code is one of the year of the results, or of the year in which the document is filed."""
    known = {row.code for row in facts.framework.questions} | facts.codes_of_next_year
    for match in CODE.finditer(text.arabic):
        if known and _official_code(match[1] + match[2]) not in known:
            sentence = f"ไม่มีข้อ {match.group()} ในเกณฑ์ปี {facts.framework.year} อาจเป็นรหัสของปีอื่น"
            yield text.finding(Family.NAMES, "no such code", sentence, match.span(), blocks=True)


def _quoted(text, framework):
    """A quoted question has its own code and its official wording."""
    for match in QUOTED.finditer(text.words):
        bare = squashed(match["wording"])
        wordings = [(likeness(bare, squashed(row.wording)), row) for row in framework.questions if row.wording]
        alike, row = max(wordings, key=lambda found: found[0], default=(0, None))
        if alike < QUOTE_ALIKE:
            continue
        typed = match["code"]
        if (
            typed
            and squashed(typed) + "".join(re.findall(r"\d", text.arabic[slice(*match.span("code"))]))
            != row.code.lower()
        ):
            sentence = f"ข้อความที่ยกมาเป็นข้อ {row.code} แต่พิมพ์รหัสว่า {typed}"
            yield text.finding(Family.NAMES, "code of a quote", sentence, match.span("code"), blocks=True)
        if bare != squashed(row.wording):
            sentence = f"ข้อความที่ยกมาไม่ตรงกับข้อ {row.code} ซึ่งว่า “{row.wording}”"
            yield text.finding(Family.NAMES, "wording of a quote", sentence, match.span("wording"))


def _about(text, words, codes, span, facts):
    """A text under a code speaks of that question, not of another one of this year or of a former one."""
    said = squashed(words)
    if KEPT.search(words):
        return
    own, other = _by_library(said, codes, facts.library)
    if other and other[0] >= LIBRARY_ALIKE and other[0] > own + CLEARLY:
        sentence = f"ข้อความใต้ข้อ {', '.join(codes)} ตรงกับข้อความของข้อ {other[1]} ในคลัง อาจสลับข้อกัน"
        yield text.finding(Family.NAMES, "text of another item", sentence, span, blocks=True)
        return
    held = {row.code: facts.framework.speaks_of(words, row) or 0 for row in facts.framework.questions}
    telling = [
        row.code
        for row in facts.framework.questions
        if row.letter == codes[0][0].lower() and len(squashed(row.wording)) >= TELLING_WORDING
    ]
    own = max((held.get(code, 0) for code in codes), default=0)
    best = max(telling, key=held.get, default="")
    if best and held[best] >= HELD and held[best] > own + CLEARLY and own < HARDLY_HELD:
        sentence = f"ข้อความใต้ข้อ {', '.join(codes)} พูดถึงเรื่องของข้อ {best} โปรดตรวจว่าอยู่ใต้ข้อที่ถูก"
        yield text.finding(Family.NAMES, "about another question", sentence, span)
    elif own < HARDLY_HELD:
        yield from _of_another_year(text, said, codes, span, facts)


def _by_library(said, codes, library):
    """(how alike the library's own text for the codes, (how alike, code) of the closest text for others)."""
    own, others = 0, []
    for row in library:
        if not 0.5 < len(row.bare) / max(len(said), 1) < 2:
            continue  # too different in length to be alike
        alike = likeness(said, row.bare)
        if row.code in codes:
            own = max(own, alike)
        else:
            others.append((alike, row.code))
    return own, max(others, default=None)


def share_held(wording, said):
    """How much of a wording (0–1) stands in a text as one run of letters; both squashed."""
    run = SequenceMatcher(None, wording, said, autojunk=False).find_longest_match()
    return run.size / len(wording)


def _of_another_year(text, said, codes, span, facts):
    current = {squashed(row.wording) for row in facts.framework.questions}
    for row in facts.other_years:
        if (
            row.bare not in current
            and len(row.bare) >= SHORTEST_WORDING
            and share_held(row.bare, said) >= ALL_HELD
        ):
            sentence = f"ถ้อยคำนี้เป็นของข้อ {row.code} ปี {row.year} โปรดตรวจว่าตรงกับข้อ {', '.join(codes)} ปี {facts.framework.year}"
            yield text.finding(Family.NAMES, "question of another year", sentence, span)
            return


# -- The document as a whole -----------------------------------------------------------------------


def twins(facts):
    """The same analysis under two codes: one of them was pasted."""
    first_of = {}
    for text in facts.texts:
        bare = squashed(text.words)
        if text.kind != Kind.ANALYSIS or not text.codes or len(bare) < SHORTEST_TWIN or KEPT.search(text.words):
            continue
        twin = first_of.setdefault(bare, text)
        if twin.codes != text.codes:
            sentence = (
                f"ข้อความเดียวกันใช้กับข้อ {', '.join(twin.codes)} และ {', '.join(text.codes)} โปรดเขียนให้ตรงกับแต่ละข้อ"
            )
            span = (0, len(first_words(text.words, NAME_WORDS)))
            yield text.finding(Family.NAMES, "twins", sentence, span)
