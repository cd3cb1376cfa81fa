"""What to look at in a plan before it is adopted, and in its report before it is signed. Pure: what is said in, findings out.

Each rule is one small function; `findings_in` asks them all. A finding that blocks keeps the plan from being adopted.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache

from assessments.recommendations import placeholders_left
from assessments.subjects import Subject
from ita_portal.thai_dates import short_date
from ita_portal.thai_text import first_words, to_thai_digits
from measures.coverage import Coverage, name_of
from measures.measure_content import MeasureContent
from measures.measure_warnings import VAGUE_OWNER, outside

REPEATS_FROM = 0.9  # how alike (0–1) a result and a line of the plan are when one repeats the other
SHORTEST_COMPARED = 8  # letters; shorter lines are alike by chance
NAME_WORDS = 2  # words of a place that are told of it


class Check(Enum):
    """The rule that a finding comes from."""

    EMPTY = "empty"
    TITLE = "title"
    OWNER = "owner"
    STEPS = "steps"
    DATES = "dates"
    ORDER_OF_DATES = "order of dates"
    PLACEHOLDER = "placeholder"
    UNCOVERED = "uncovered"
    ANSWERS_NOTHING = "answers nothing"
    LOW_SCORE = "low score"
    VAGUE_OWNER = "vague owner"
    OUTSIDE_YEAR = "outside year"
    SAME_TITLE = "same title"
    OTHER_NAME = "other name"
    REPEATED = "repeated"
    YEAR_IS_OVER = "year is over"


@dataclass(frozen=True)
class Finding:
    """A Thai sentence, and where to mend it: a field of a measure, a score that nothing answers, or the plan."""

    check: Check
    sentence: str
    measure: int | None = None  # primary key
    number: int | None = None  # the measure's place in print
    field: str = ""  # of the measure's form
    subject: Subject | None = None
    blocks: bool = False


@dataclass(frozen=True)
class CheckedMeasure:
    """A measure as the rules see it; `results` and `outcome` are what is printed of what was done."""

    pk: int
    number: int
    content: MeasureContent
    results: tuple[str, ...] = ()
    outcome: str = ""

    @property
    def texts(self):
        """{field of its form: what is written there}, and what was done under "results"."""
        said = self.content
        return {
            "titles": "\n".join(said.titles),
            "finding": said.finding,
            "steps": "\n".join(step.text for step in said.steps),
            "target": said.target,
            "follow_up": said.follow_up,
            "owner_text": said.owner_text,
            "results": "\n".join((*self.results, self.outcome)),
        }


@dataclass(frozen=True)
class CheckedPlan:
    """A plan as the rules see it: its standing measures in print order, and what they leave uncovered.

    `coverage` is None for a plan that stands alone; `own_names` are all ways to write the organisation's name, and its
    web domain where it is known; `is_over` says that the plan is still a draft after the last day of its year.
    """

    fiscal_year: int
    measures: tuple[CheckedMeasure, ...]
    coverage: Coverage | None = None
    own_names: tuple[str, ...] = ()
    is_over: bool = False


def findings_in(plan: CheckedPlan) -> list[Finding]:
    """All there is to look at, what blocks first; then in the order of the plan. Empty: nothing is amiss."""
    found = [*_about_plan(plan)]
    for measure in plan.measures:
        for rule in _RULES:
            found += [
                replace(finding, measure=measure.pk, number=measure.number) for finding in rule(measure, plan)
            ]
    told = [replace(finding, sentence=to_thai_digits(finding.sentence)) for finding in found]
    return sorted(told, key=lambda finding: not finding.blocks)


# -- The plan as a whole ---------------------------------------------------------------------------


def _about_plan(plan) -> Iterator[Finding]:
    if not plan.measures:
        yield Finding(Check.EMPTY, "แผนยังไม่มีมาตรการ โปรดเพิ่มอย่างน้อยหนึ่งเรื่อง", blocks=True)
    yield from _uncovered(plan.coverage)
    if plan.is_over:
        yield Finding(
            Check.YEAR_IS_OVER,
            f"ปีงบประมาณ {plan.fiscal_year} สิ้นสุดไปแล้ว หากประกาศใช้ตอนนี้ เรื่องที่ยังไม่แล้วเสร็จจะเลยกำหนดทันที "
            "โปรดตรวจว่าเลือกปีถูก และวันที่ประกาศใช้ตรงกับหนังสือที่ลงนาม",
        )
    yield from _same_titles(plan.measures)
    if plan.coverage is None and plan.measures:
        sentence = "แผนนี้จัดทำโดยไม่อ้างผลการประเมินในระบบ จึงตรวจไม่ได้ว่ามาตรการตอบข้อที่ได้คะแนนต่ำครบหรือไม่"
        yield Finding(Check.ANSWERS_NOTHING, sentence)


def _uncovered(coverage):
    """What the rule of coverage still asks for, weakest first."""
    decisions = coverage.decisions if coverage else ()
    for decision in sorted(decisions, key=lambda row: row.subject.score):
        subject = decision.subject
        if decision.is_undecided:
            sentence = f"{name_of(subject)} ได้ {subject.score:.2f} คะแนน ยังไม่มีมาตรการหรือเหตุผลที่ไม่จัดทำมาตรการ"
            yield Finding(Check.UNCOVERED, sentence, subject=subject, blocks=True)
        elif decision.warning:
            yield Finding(Check.LOW_SCORE, decision.warning, subject=subject)


def _same_titles(measures):
    by_title = defaultdict(dict)
    for measure in measures:
        for title in measure.content.titles:
            if bare := _bare(title):
                by_title[bare][measure.number] = measure
    for twins in by_title.values():
        if len(twins) > 1:
            names = " และ ".join(str(number) for number in twins)
            last = list(twins.values())[-1]
            sentence = f"มาตรการที่ {names} ใช้ชื่อเดียวกัน โปรดรวมเป็นเรื่องเดียว หรือตั้งชื่อให้ต่างกัน"
            yield Finding(Check.SAME_TITLE, sentence, last.pk, last.number, "titles")


# -- One measure -----------------------------------------------------------------------------------


def _title(measure, plan):
    if not any(title.strip() for title in measure.content.titles):
        yield Finding(Check.TITLE, "ยังไม่มีชื่อมาตรการ", field="titles", blocks=True)


def _owner(measure, plan):
    said = measure.content
    if said.is_all_divisions:
        yield Finding(Check.VAGUE_OWNER, VAGUE_OWNER, field="owners")
    elif not said.owners:
        sentence = "ยังไม่มีส่วนราชการที่รับผิดชอบ"
        if said.owner_text:
            sentence = f"พิมพ์ผู้รับผิดชอบว่า “{said.owner_text}” แต่ยังไม่ได้เลือกส่วนราชการ จึงไม่มีใครรายงานผลได้"
        yield Finding(Check.OWNER, sentence, field="owners", blocks=True)


def _steps(measure, plan):
    if not any(step.text.strip() for step in measure.content.steps):
        yield Finding(Check.STEPS, "ยังไม่มีขั้นตอนหรือวิธีปฏิบัติ", field="steps", blocks=True)


def _dates(measure, plan):
    said = measure.content
    for name, label in (("starts_on", "วันเริ่ม"), ("due_on", "วันสิ้นสุด")):
        day = getattr(said, name)
        if day is None:
            yield Finding(Check.DATES, f"ยังไม่ได้กำหนด{label}", field=name, blocks=True)
        elif sentence := outside(day, plan.fiscal_year):
            yield Finding(Check.OUTSIDE_YEAR, f"{label} {sentence}", field=name)
    yield from _order_of_dates("มาตรการ", said, "due_on")
    for place, step in enumerate(said.steps, start=1):
        yield from _order_of_dates(f"ขั้นตอนที่ {place} ", step, "steps")


def _order_of_dates(what, span, field):
    if span.starts_on and span.due_on and span.due_on < span.starts_on:
        days = f"สิ้นสุด {short_date(span.due_on)} ก่อนวันเริ่ม {short_date(span.starts_on)}"
        yield Finding(Check.ORDER_OF_DATES, f"{what}{days}", field=field, blocks=True)


def _answers(measure, plan):
    if plan.coverage is None or measure.content.topic:
        return
    idle = {row.pk for row in plan.coverage.answering_nothing}
    if measure.pk in idle or not measure.content.targets:
        sentence = "ยังไม่ได้ระบุว่าตอบตัวชี้วัดหรือข้อใดของผลการประเมิน"
        yield Finding(Check.ANSWERS_NOTHING, sentence, field="targets", blocks=True)


def _placeholders(measure, plan):
    for field, text in measure.texts.items():
        if left := placeholders_left(text):
            sentence = f"ยังมีข้อความที่ต้องเติม {' '.join(left)}"
            yield Finding(Check.PLACEHOLDER, sentence, field=field, blocks=True)


# The kinds of local governments, in full and short, before the name of a place.
LOCAL_GOVERNMENT = re.compile(
    r"(?:เทศบาล(?:ตำบล|เมือง|นคร)|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบต\.|อบจ\.|(?<![ก-๙])ท[ตมน]\.) ?(?=[ก-๙])"
)
# What follows the kind where the kind alone is meant: "เทศบาลตำบลควร…", "องค์การบริหารส่วนตำบลและ…".
COMMON_WORDS = re.compile(
    r"(?:ที่|และ|หรือ|ควร|ได้|ให้|มี|เป็น|ใน|โดย|จะ|ต้อง|ของ|ทราบ|ทุก|อื่น|แห่ง|ใด|นี้|นั้น|กับ|เพื่อ|จัด|ต่อ|ทั่ว|ไม่|ซึ่ง|จาก|ตาม|ตั้งแต่)"
)
GOVERNMENT_SITE = re.compile(r"(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]+\.)+go\.th(?![A-Za-z0-9])")


def _other_names(measure, plan):
    for field, text in measure.texts.items():
        for name in names_of_others(text, plan.own_names):
            sentence = f"มีชื่อ “{name}” ซึ่งไม่ใช่ชื่อหรือเว็บไซต์ของหน่วยงาน โปรดตรวจว่าคัดลอกมาจากหน่วยงานอื่นหรือไม่"
            yield Finding(Check.OTHER_NAME, sentence, field=field)


def names_of_others(text, own_names):
    """Names of local governments, and web sites of government, in a text that are none of `own_names`; each once."""
    for name in sorted(own_names, key=len, reverse=True):
        text = text.replace(name, " | ")
    found = [
        f"{match.group().strip()}{first_words(text[match.end() :], NAME_WORDS)}"
        for match in LOCAL_GOVERNMENT.finditer(text)
        if not COMMON_WORDS.match(text, match.end())
    ]
    return list(dict.fromkeys([*found, *GOVERNMENT_SITE.findall(text)]))


def _repeated(measure, plan):
    """A report that says what was planned tells nothing of what was done."""
    planned = [*measure.content.titles, *(step.text for step in measure.content.steps)]
    repeated = [result for result in measure.results if any(is_repetition(result, line) for line in planned)]
    if repeated:
        sentence = (
            f"ผลการดำเนินการ {len(repeated)} จาก {len(measure.results)} ข้อเหมือนกับที่เขียนไว้ในแผน "
            "โปรดเขียนว่าทำอะไรไปแล้ว เมื่อใด และได้ผลอย่างไร"
        )
        yield Finding(Check.REPEATED, sentence, field="results")


_RULES = (
    _title,
    _owner,
    _steps,
    _dates,
    _answers,
    _placeholders,
    _other_names,
    _repeated,
)


# -- Comparing -------------------------------------------------------------------------------------


def is_repetition(result, planned):
    """True when a result says the same as a line of the plan, but for numbers, spaces and a few letters."""
    one, other = _bare(result), _bare(planned)
    if min(len(one), len(other)) < SHORTEST_COMPARED:
        return False
    alike = SequenceMatcher(None, one, other, autojunk=False)
    # The quick ratios are upper bounds of the true one.
    return all(ratio() >= REPEATS_FROM for ratio in (alike.real_quick_ratio, alike.quick_ratio, alike.ratio))


@lru_cache(maxsize=4096)  # a line is compared with many others
def _bare(text):
    """Letters alone: no numbers of lists, spaces or signs."""
    return "".join(re.findall(r"[A-Za-zก-๎]", text)).lower()
