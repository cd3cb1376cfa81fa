"""Arithmetic: figures, level and rank in the words are those of the data, and the data adds up. Pure."""

import re
from decimal import Decimal

from assessments.scoring import round_score
from assessments.trail_words import name_of_element
from reports.checks.finding import Family, Kind, about_data

NUMBER = r"(\d{1,3}(?:\.\d{1,2})?)(?![\d.]*\d)"
TOTAL = re.compile(rf"คะแนน(?:การประเมิน)?(?:โดย|ใน)?(?:ภาพ)?รวม[^\n\d]{{0,40}}?{NUMBER}\s*(?=คะแนน|[^\d\s]|$)")
OF_INDICATOR = re.compile(
    rf"ตัวชี้วัด(?:ที่)?\s*(\d{{1,2}})(?![\d.])(?:(?!ตัวชี้วัด)[^\n\d]){{0,120}}?(?:ได้|คะแนน|ร้อยละ)\s*(?:คะแนน)?\s*{NUMBER}"
)
DECIMALS = re.compile(
    r"(?:(?:คะแนน|ร้อยละ|ได้|เท่ากับ|รวม|IIT|EIT|OIT)\s*)(\d{1,3}\.\d{1,2})(?![\d.]*\d)|(?<![\d.])(\d{1,3}\.\d{1,2})\s*คะแนน"
)
RANK = re.compile(r"ผล(?:การ)?ประเมิน(?:อยู่)?ใน?ลำดับที่\s*(\d+)")
LETTER_LEVELS = ("AA", "A", "B", "C", "D", "E", "F")
COMPARED = re.compile("เกณฑ์|เป้าหมาย|ไม่น้อยกว่า|ไม่ต่ำกว่า|ต่ำกว่า|มากกว่า|เพิ่มขึ้น|ลดลง")
BEFORE = 25  # characters before a figure in which it is called a limit or an aim


def figures_in_text(text, facts):
    """Findings on the figures that a text of people names."""
    if facts.result is None or text.kind not in (Kind.OWN_WORDS, Kind.ANALYSIS):
        return
    told = set()
    for rule in (_total, _indicators, _any_figure):
        for finding, span in rule(text, facts.result):
            if span not in told:
                told.add(span)
                yield finding
    yield from _level(text, facts)
    yield from _rank(text, facts.result)
    yield from _one_decimal(text, facts.result)


def _total(text, result):
    for match in TOTAL.finditer(text.arabic) if result.total is not None else ():
        if Decimal(match[1]) != round_score(result.total) and not _is_limit(text, match.start(1)):
            sentence = f"คะแนนรวมที่บันทึกไว้คือ {result.total:.2f} แต่ข้อความพิมพ์ว่า {match[1]}"
            yield _contradiction(text, sentence, match.span(1))


def _indicators(text, result):
    for match in OF_INDICATOR.finditer(text.arabic):
        score = result.figures.get(match[1])
        if score is not None and Decimal(match[2]) != score and not _is_limit(text, match.start(2)):
            sentence = f"ตัวชี้วัดที่ {match[1]} ได้ {score:.2f} คะแนน แต่ข้อความพิมพ์ว่า {match[2]}"
            yield _contradiction(text, sentence, match.span(2))


def _any_figure(text, result):
    """A figure with decimals is somebody's score; one that nobody has was mistyped or copied."""
    for match in DECIMALS.finditer(text.arabic):
        group = 1 if match[1] else 2
        if Decimal(match[group]) not in result.known_scores and not _is_limit(text, match.start(group)):
            sentence = f"{match[group]} ไม่ใช่คะแนนใดในผลการประเมินที่บันทึกไว้ โปรดตรวจกับหน้าผลการประเมิน"
            yield _contradiction(text, sentence, match.span(group))


def _contradiction(text, sentence, span):
    return text.finding(Family.ARITHMETIC, "figure", sentence, span, blocks=True), span


def _is_limit(text, place):
    return bool(COMPARED.search(text.words[max(0, place - BEFORE) : place]))


def _level(text, facts):
    names = sorted(
        {*LETTER_LEVELS, *(facts.framework.levels if facts.framework else ())}, key=len, reverse=True
    )
    pattern = re.compile(rf"ในระดับ\s*({'|'.join(map(re.escape, names))})(?![A-Za-z])")
    for match in pattern.finditer(text.words) if facts.result.rating else ():
        if match[1] != facts.result.rating:
            sentence = f"ระดับที่บันทึกไว้คือ {facts.result.rating} แต่ข้อความพิมพ์ว่า {match[1]}"
            yield text.finding(Family.ARITHMETIC, "level", sentence, match.span(1), blocks=True)


def _rank(text, result):
    for match in RANK.finditer(text.arabic) if result.rank is not None else ():
        if int(match[1]) != result.rank:
            sentence = f"ลำดับที่บันทึกไว้คือ {result.rank} แต่ข้อความพิมพ์ว่า {match[1]}"
            yield text.finding(Family.ARITHMETIC, "rank", sentence, match.span(1), blocks=True)


def _one_decimal(text, result):
    """62.2 is the score 62.20, and printed with two decimals everywhere else."""
    for match in DECIMALS.finditer(text.arabic):
        group = 1 if match[1] else 2
        typed = match[group]
        if len(typed.partition(".")[2]) == 1 and Decimal(typed) in result.known_scores:
            sentence = f"คะแนนพิมพ์ทศนิยมสองตำแหน่งเสมอ: {Decimal(typed):.2f}"
            yield text.finding(Family.FORM, "one decimal", sentence, match.span(group))


# -- The data itself -------------------------------------------------------------------------------


def figures_of_data(facts):
    """Findings on the recorded result: not confirmed, or figures that do not add up."""
    result = facts.result
    if result is None:
        return
    year = facts.result_year
    if not result.is_confirmed:
        sentence = f"คะแนนปี {year} ยังไม่ยืนยัน ตัวเลขในเอกสารจึงยังเปลี่ยนได้ โปรดยืนยันคะแนนก่อนเสนอ"
        yield about_data(Family.ARITHMETIC, "unconfirmed", str(year), sentence, result.url, blocks=True)
    for figure in result.contradicting:
        key = figure.element.key
        name = "คะแนนรวม" if key == "total" else name_of_element(key)
        sentence = (
            f"{name} ประกาศ {figure.official:.2f} แต่คะแนนย่อยคำนวณได้ {round_score(figure.expected):.2f} "
            "เอกสารพิมพ์ตามที่ประกาศ โปรดตรวจว่าบันทึกถูกต้อง"
        )
        yield about_data(Family.ARITHMETIC, "does not add up", f"{year} {key}", sentence, result.arithmetic_url)
    if result.computed_rating and result.rating != result.computed_rating:
        sentence = f"ระดับที่ประกาศคือ {result.rating} แต่คะแนนที่บันทึกไว้ได้ระดับ {result.computed_rating}"
        yield about_data(Family.ARITHMETIC, "level", str(year), sentence, result.arithmetic_url)
