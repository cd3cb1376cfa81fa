"""What is missing before the figures of a year are confirmed: the one list for the page, its button and the refusal."""

from dataclasses import dataclass

from assessments.models import Assessment
from assessments.score_tree import figures_of, verdict_of
from assessments.scoring import Level, round_score
from assessments.trail_words import name_of_element

MOST_NAMES = 8  # more are counted, not named
HEADER = ("announced_on", "source", "official_rating")
LEVELS = {
    (Level.INSTRUMENT, Level.PART): "ของเครื่องมือและส่วน",
    (Level.INDICATOR,): "ของตัวชี้วัด",
    (Level.QUESTION,): "รายข้อ",
}


@dataclass(frozen=True)
class Gap:
    """A Thai sentence; the element key or the field it is about ("" for all); whether it stands in the way."""

    sentence: str
    place: str = ""
    blocks: bool = False

    @property
    def anchor(self):
        """The id of its box on the entry sheet."""
        return f"box-{self.place.replace('/', '-')}"


def missing_before_confirming(assessment):
    """What to look at before confirming, what stands in the way first. Empty: everything is there and adds up."""
    total = figures_of(assessment)
    figures = {figure.element.key: figure for figure in total.walk()}
    if all(figure.official is None for figure in figures.values()):
        sentence = "ยังไม่มีคะแนนที่ประกาศบันทึกไว้เลย จึงยังไม่มีสิ่งที่จะยืนยัน โปรดบันทึกคะแนนก่อน"
        return [Gap(sentence, blocks=True)]
    return [
        *_waiting(assessment),
        *_absent(list(figures.values())),
        *_contradicting(list(figures.values())),
        *_level(assessment, verdict_of(assessment, total).level),
        *_unannounced(assessment),
    ]


def is_recorded(total):
    """True when the total is there and no kind of figure is known only in part: nothing more seems to be coming."""
    known = {}
    for figure in total.walk():
        if figure.element.level in (Level.INSTRUMENT, Level.PART, Level.INDICATOR, Level.QUESTION):
            known.setdefault(figure.element.level, set()).add(figure.value is not None)
    return total.official is not None and all(len(kinds) == 1 for kinds in known.values())


def _waiting(assessment):
    waiting = assessment.organization.score_imports.waiting().filter(framework=assessment.framework_id).count()
    if waiting:
        yield Gap(f"มีคะแนนที่นำเข้าแล้วยังรอท่านยืนยันหรือยกเลิกอีก {waiting} รายการ", place="imports")


def _absent(figures):
    """The figures that nobody recorded, one sentence for each kind."""
    total, *others = figures
    if total.official is None:
        yield Gap("ยังไม่ได้บันทึกคะแนนรวมที่ประกาศ", place="total")
    for levels, kind in LEVELS.items():
        expected = [figure.element.key for figure in others if figure.element.level in levels]
        absent = [
            figure.element.key
            for figure in others
            if figure.element.level in levels and figure.official is None
        ]
        if absent:
            yield Gap(_absence(kind, absent, len(expected)), place=absent[0])


def _absence(kind, absent, expected_count):
    if len(absent) == expected_count:
        return f"ยังไม่มีคะแนน{kind}เลย ({expected_count} ค่า)"
    names = ", ".join(name_of_element(key) for key in absent[:MOST_NAMES])
    more = f" และอีก {len(absent) - MOST_NAMES} ค่า" if len(absent) > MOST_NAMES else ""
    return f"ยังไม่มีคะแนน{kind} {len(absent)} จาก {expected_count} ค่า ได้แก่ {names}{more}"


def _contradicting(figures):
    total, *_ = figures
    for figure in figures:
        if figure.difference is None:
            continue
        name = "คะแนนรวม" if figure is total else name_of_element(figure.element.key)
        yield Gap(
            f"{name} ประกาศ {figure.official:.2f} แต่คะแนนย่อยคำนวณได้ {round_score(figure.expected):.2f} "
            f"ต่างกัน {abs(figure.difference):.2f}",
            place=figure.element.key,
        )


def _level(assessment, level):
    if level and assessment.official_rating and assessment.official_rating != level.name:
        sentence = f"ระดับที่ประกาศคือ {assessment.official_rating} แต่คะแนนที่บันทึกไว้ได้ระดับ {level.name}"
        yield Gap(sentence, place="official_rating")


def _unannounced(assessment):
    for name in HEADER:
        if not getattr(assessment, name):
            yield Gap(f"ยังไม่ได้บันทึก{Assessment._meta.get_field(name).verbose_name}", place=name)
