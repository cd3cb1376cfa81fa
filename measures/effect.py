"""Did it work? The scores that measures answer, before and after: of year N, and of N + 1, in which they were carried out.

Questions are followed by `Question.continues`, indicators by their names, as numbers and codes mean other things each
year. A change says when it came, never why.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from assessments.models import Assessment, Indicator, Question
from ita_portal.thai_text import to_thai_digits
from measures.models import Measure, MeasurePlan, ProgressState
from measures.target_scores import PartScore, target_scores


class Change(TextChoices):
    RISEN = "risen", "สูงขึ้น"
    FALLEN = "fallen", "ต่ำลง"
    MIXED = "mixed", "ส่วนหนึ่งสูงขึ้น อีกส่วนต่ำลง"
    UNCHANGED = "unchanged", "เท่าเดิม"
    UNKNOWN = "unknown", "ยังไม่ทราบ"


@dataclass(frozen=True)
class PartChange:
    """The score of one part of a question (None: it has no parts), before and after; None where it is not known."""

    part: int | None
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self):
        """After less before, None where one of them is not known."""
        return None if None in (self.before, self.after) else self.after - self.before


@dataclass(frozen=True)
class TargetEffect:
    """What became of one question or indicator; `because` says in Thai why that is not known, "" when it is."""

    row: Question | Indicator
    parts: tuple[PartChange, ...]
    because: str = ""

    @property
    def change(self):
        return change_of(self.parts)


@dataclass(frozen=True)
class MeasureEffect:
    measure: Measure
    targets: tuple[TargetEffect, ...]


@dataclass(frozen=True)
class Effect:
    """A plan and what became of the scores it answers; no assessment where there is none to read."""

    plan: MeasurePlan
    before: Assessment | None
    after: Assessment | None
    measures: tuple[MeasureEffect, ...]

    @property
    def standing(self):
        return [row.measure for row in self.measures if row.measure.cancelled_on is None]

    @property
    def done_count(self):
        return sum(measure.state == ProgressState.DONE for measure in self.standing)

    @property
    def cancelled_count(self):
        return len(self.measures) - len(self.standing)

    @property
    def targets(self) -> list[TargetEffect]:
        """What the standing measures answer, each once however many measures answer it."""
        standing = [row for row in self.measures if row.measure.cancelled_on is None]
        return list({target.row: target for row in standing for target in row.targets}.values())

    @property
    def counts(self):
        """[(Change, how many questions and indicators)] of all changes there are, in the order of Change."""
        found = Counter(target.change for target in self.targets)
        return [(change, found[change]) for change in Change if found[change]]

    @property
    def risen_count(self):
        return sum(target.change == Change.RISEN for target in self.targets)

    @property
    def known_count(self):
        return sum(target.change != Change.UNKNOWN for target in self.targets)

    @property
    def not_known(self):
        """Thai sentences on what cannot be said yet."""
        return [sentence for sentence in _not_known(self) if sentence]


def change_of(parts):
    """The Change that the parts of a score add up to; unknown as soon as one of them is."""
    differences = [part.difference for part in parts]
    if not differences or None in differences:
        return Change.UNKNOWN
    rises, falls = any(row > 0 for row in differences), any(row < 0 for row in differences)
    if rises and falls:
        return Change.MIXED
    if rises or falls:
        return Change.RISEN if rises else Change.FALLEN
    return Change.UNCHANGED


def parts_of(before: tuple[PartScore, ...], after: tuple[PartScore, ...]):
    """The scores of two years beside each other, part by part."""
    then, now = ({row.part: row.score for row in scores} for scores in (before, after))
    numbers = sorted({*then, *now}, key=lambda number: number or 0)
    return tuple(PartChange(number, then.get(number), now.get(number)) for number in numbers)


def effect_of(plan, *, user):
    """What became of the scores that a plan answers, as one person may read them; a constant number of queries."""
    assessments = Assessment.objects.visible_to(user).for_page()
    before = assessments.filter(pk=plan.source_assessment_id).first()
    after = assessments.filter(organization=plan.organization, framework__year=plan.fiscal_year).first()
    look = _Look(before, after)
    rows = plan.measures.in_print_order()
    measures = [
        MeasureEffect(row, tuple(look.at(target) for target in row.targets.all() if before)) for row in rows
    ]
    return Effect(plan, before, after, tuple(measures))


class _Look:
    """The scores of both years, and which question of the later one goes on from which."""

    def __init__(self, before, after):
        self.after = after
        self.then = target_scores(before) if before else {}
        self.now = target_scores(after) if after else {}
        self.followers, self.indicators = {}, {}
        if before and after:
            for row in after.framework.questions.filter(continues__framework=before.framework_id):
                self.followers.setdefault(row.continues_id, []).append(row)
            for row in after.framework.indicators.all():
                self.indicators.update(dict.fromkeys((row.name, *row.aliases), row))

    def at(self, target):
        row = target.question or target.indicator
        then = self.then.get(row, ())
        if self.after is None:
            return TargetEffect(row, parts_of(then, ()))
        follower, because = self._follower_of(target)
        now = self.now.get(follower, ())
        return TargetEffect(row, parts_of(then, now), because or self._missing(then, now))

    def _follower_of(self, target):
        """(the row of the later year, ""), or (None, why there is none to compare with)."""
        year = to_thai_digits(str(self.after.year))
        if target.question is None:
            row = self.indicators.get(target.indicator.name)
            return row, "" if row else f"เกณฑ์ปี {year} ไม่มีตัวชี้วัดชื่อนี้"
        rows = self.followers.get(target.question_id, [])
        if len(rows) > 1:
            return None, f"เกณฑ์ปี {year} แยกข้อนี้เป็นหลายข้อ จึงเทียบตรงไม่ได้"
        return (rows[0], "") if rows else (None, f"เกณฑ์ปี {year} ไม่มีข้อที่สืบเนื่องจากข้อนี้")

    def _missing(self, then, now):
        if not then:
            return "ไม่มีคะแนนปีก่อนให้เทียบ"
        if not now:
            return f"ยังไม่มีคะแนนปี {to_thai_digits(str(self.after.year))} ของข้อนี้"
        parts = {row.part for row in then} ^ {row.part for row in now}
        return "ทั้งสองปีมีส่วนของแบบวัดไม่เท่ากัน จึงเทียบได้ไม่ครบ" if parts else ""


def _not_known(effect):
    year = to_thai_digits(str(effect.plan.fiscal_year))
    if effect.plan.source_assessment_id is None:
        yield "แผนนี้จัดทำโดยไม่อ้างผลการประเมินในระบบ จึงเทียบคะแนนรายข้อไม่ได้"
    elif effect.before is None:
        yield "ผลการประเมินที่แผนนี้อ้างยังไม่ยืนยัน ท่านจึงยังอ่านไม่ได้ และยังเทียบคะแนนไม่ได้"
    elif effect.after is None:
        yield f"ยังไม่มีผลการประเมินปี {year} ที่ท่านอ่านได้ จึงยังไม่รู้ว่าคะแนนเปลี่ยนอย่างไร"
    elif not effect.after.is_confirmed:
        yield f"คะแนนปี {year} ยังไม่ยืนยัน ตัวเลขในหน้านี้จึงยังเปลี่ยนได้"
    open_count = len([row for row in effect.standing if row.is_open])
    if open_count:
        yield f"{to_thai_digits(str(open_count))} มาตรการยังทำไม่จบ ผลของส่วนที่เหลือจึงยังไม่ปรากฏ"
    aimless = len([row for row in effect.measures if not row.targets and row.measure in effect.standing])
    if aimless and effect.before:
        yield f"{to_thai_digits(str(aimless))} มาตรการไม่ได้ระบุว่าตอบข้อใด จึงเทียบคะแนนไม่ได้"
