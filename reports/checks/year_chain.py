"""The year chain: results of year N, measures of N+1, and every date where it belongs. Pure."""

import re

from ita_portal.thai_dates import (
    MONTHS,
    SHORT_MONTHS,
    buddhist_year,
    fiscal_year_start,
    long_date,
    parse_thai_date,
    short_date,
)
from measures.measure_warnings import outside
from measures.plan_checks import Check
from reports.checks.finding import Family, Kind, about_data
from reports.models import PROGRESS_REPORTS

YEAR_WORD = r"(?:ปีงบประมาณ|ประจำปีฯ?|ปี)\s*(?:พ\.\s?ศ\.)?\s*"
# "ผลการประเมิน … ปีงบประมาณ พ.ศ. 2568", with nothing about measures between.
YEAR_OF_RESULTS = re.compile(
    rf"ผล(?:คะแนน)?(?:การ)?ประเมิน(?:(?!มาตรการ|แผน|การนำผล)[^\n\d]){{0,170}}?{YEAR_WORD}(\d{{4}})(?!\d)"
)
YEAR_OF_MEASURES = re.compile(rf"มาตรการ(?:(?!ผลการประเมิน|รายงาน)[^\n\d]){{0,120}}?{YEAR_WORD}(\d{{4}})(?!\d)")
COMPARED = re.compile("เทียบ|ย้อนหลัง|ปีก่อน|ที่ผ่านมา")
NAMED_YEAR = re.compile(r"(?:ปีงบประมาณ|ประจำปีฯ?)\s*(?:พ\.\s?ศ\.)?\s*(\d{4}|\d{2})(?![\d.,])")
MONTH = "|".join(map(re.escape, (*MONTHS, *SHORT_MONTHS)))
FULL_DATE = re.compile(rf"(?<!\d)\d{{1,2}}\s*(?:{MONTH})\s*(?:พ\.\s?ศ\.)?\s*(?:\d{{4}}|\d{{2}})(?!\d)")
ANNOUNCED = re.compile(rf"ประกาศ[^\n]{{0,220}}?วันที่\s*(?={FULL_DATE.pattern})")
CRAMPED_YEAR = re.compile(rf"(?:{'|'.join(map(re.escape, SHORT_MONTHS))})\d{{2}}(?!\d)")
ANY_YEAR = re.compile(r"(?<!\d)(25\d\d)(?!\d)")
RESULT_NAMED = re.compile("ผล(?:คะแนน)?(?:การ)?ประเมิน")
LONG_BEFORE = 130
BEFORE, AFTER = 60, 30  # characters around a year in which a comparison is told


def years_in_text(text, facts):
    """Findings on the years and dates that a text names."""
    if text.kind in (Kind.OWN_WORDS, Kind.ANALYSIS):
        yield from _results(text, facts)
    if text.kind == Kind.OWN_WORDS:
        yield from _measures(text, facts)
        yield from _announcement(text, facts)
    if text.kind in (Kind.PLAN, Kind.RESULT):
        yield from _other_years(text, facts)
    if text.kind == Kind.RESULT:
        yield from _dates_of_results(text, facts)
    if text.kind == Kind.PLAN:
        yield from _period(text, facts)


def _results(text, facts):
    for match in YEAR_OF_RESULTS.finditer(text.arabic):
        year = int(match[1])
        around = text.words[max(0, match.start() - BEFORE) : match.end() + AFTER]
        if year == facts.result_year:
            continue
        if year < facts.result_year and COMPARED.search(around):
            continue
        sentence = f"กล่าวถึงผลการประเมินปี {year} แต่เอกสารนี้ว่าด้วยผลการประเมินปี {facts.result_year}"
        yield text.finding(Family.YEARS, "results", sentence, match.span(1), blocks=True)


def _measures(text, facts):
    for match in YEAR_OF_MEASURES.finditer(text.arabic):
        year = int(match[1])
        if year != facts.plan_year:
            sentence = (
                f"กล่าวถึงมาตรการปี {year} แต่มาตรการจากผลการประเมินปี {facts.result_year} เป็นของปี {facts.plan_year}"
            )
            yield text.finding(Family.YEARS, "measures", sentence, match.span(1), blocks=True)


def _announcement(text, facts):
    announced_on = facts.result.announced_on if facts.result else None
    for match in ANNOUNCED.finditer(text.arabic) if announced_on else ():
        date = FULL_DATE.match(text.arabic, match.end())
        if _day(date.group()) not in (announced_on, None):
            sentence = f"วันที่ประกาศผลที่บันทึกไว้คือ {long_date(announced_on)} โปรดแก้ให้ตรงกัน"
            yield text.finding(Family.YEARS, "announcement", sentence, date.span(), blocks=True)


def _other_years(text, facts):
    """What is planned and done belongs to the plan's year; only the result it answers is of the year before."""
    for match in NAMED_YEAR.finditer(text.arabic):
        year = int(match[1]) % 100
        of_result = RESULT_NAMED.search(text.words[max(0, match.start() - LONG_BEFORE) : match.start()])
        allowed = {facts.plan_year, facts.result_year} if of_result else {facts.plan_year}
        if year not in {known % 100 for known in allowed}:
            sentence = f"กล่าวถึงปี {match[1]} แต่มาตรการนี้เป็นของปี {facts.plan_year} โปรดตรวจว่าพิมพ์ถูก"
            yield text.finding(Family.YEARS, "another year", sentence, match.span())


def _dates_of_results(text, facts):
    for match in FULL_DATE.finditer(text.arabic):
        if outside(_day(match.group()), facts.plan_year):
            sentence = f"วันที่นี้อยู่นอกปีงบประมาณ {facts.plan_year} ที่รายงาน โปรดตรวจว่าพิมพ์ถูก"
            yield text.finding(Family.YEARS, "date outside the year", sentence, match.span())


def _period(text, facts):
    for match in CRAMPED_YEAR.finditer(text.arabic):
        sentence = "โปรดเว้นวรรคหน้าปี และพิมพ์ปี พ.ศ. ให้ครบสี่หลัก เช่น ธ.ค. 2567"
        yield text.finding(Family.YEARS, "cramped", sentence, match.span())
    for match in ANY_YEAR.finditer(text.arabic) if text.key.endswith("period_text") else ():
        if int(match[1]) not in (facts.plan_year - 1, facts.plan_year):
            sentence = f"ช่วงเวลาอยู่นอกปีงบประมาณ {facts.plan_year} (1 ต.ค. {facts.plan_year - 1} – 30 ก.ย. {facts.plan_year})"
            yield text.finding(Family.YEARS, "period", sentence, match.span(1), blocks=True)


def _day(text):
    """The date of a text; None where the calendar has none (2-digit years as people write them)."""
    try:
        return parse_thai_date(text)
    except ValueError:
        return None


# -- The document's own date -----------------------------------------------------------------------


def years_of_document(facts):
    """Findings on the date of the document and the periods of its measures."""
    yield from _dated(facts)
    for finding in facts.plan_findings:
        if finding.check in (Check.OUTSIDE_YEAR, Check.ORDER_OF_DATES):
            url = facts.measure_urls[finding.measure]
            place, subject = f"มาตรการที่ {finding.number}", f"{finding.measure} {finding.field}"
            blocks = finding.blocks and not facts.plan_is_adopted
            rule = finding.check.value
            yield about_data(Family.YEARS, rule, subject, finding.sentence, url, blocks=blocks, place=place)


def _dated(facts):
    day = facts.dated_on
    if day is None:
        return
    announced_on = facts.result.announced_on if facts.result else None
    url, said = f"{facts.url}#id_dated_on", f"เอกสารลงวันที่ {short_date(day)}"

    def told(rule, sentence, *, blocks=True):
        return about_data(
            Family.YEARS, rule, f"{facts.kind} {day}", sentence, url, blocks=blocks, place="ลงวันที่"
        )

    if day > facts.today:
        yield told("in the future", f"{said} ซึ่งยังมาไม่ถึง")
    if announced_on and day < announced_on:
        yield told("before the results", f"{said} ก่อนวันประกาศผล {short_date(announced_on)}")
    if facts.kind in PROGRESS_REPORTS and day < fiscal_year_start(facts.plan_year):
        yield told("before the year", f"{said} ก่อนเริ่มปีงบประมาณ {facts.plan_year}")
    if facts.filed_by and day > facts.filed_by:
        sentence = f"{said} หลังวันสุดท้ายของการนำข้อมูลเข้าระบบปี {buddhist_year(facts.filed_by)} ({short_date(facts.filed_by)})"
        yield told("after filing", sentence, blocks=False)
