"""The year's work as seven steps, from the announced result to the published documents, and where we are. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from ita_portal.thai_text import to_thai_digits


class StepState(TextChoices):
    DONE = "done", "เสร็จแล้ว"
    NOW = "now", "กำลังทำ"
    NEXT = "next", "ยังไม่เริ่ม"


@dataclass(frozen=True)
class YearFacts:
    """What the steps ask about the result of year N and the plan of year N + 1, as one person may see it."""

    year: int
    has_total: bool = False
    is_confirmed: bool = False
    analysis_count: int = 0
    draft_count: int = 0  # analyses that nobody has looked at yet
    plan_status: str = ""  # "", "draft" or "adopted"
    measure_count: int = 0  # those that stand
    open_count: int = 0
    silent_count: int = 0  # measures without a written summary
    documents_to_publish: int = 0
    published_count: int = 0


@dataclass(frozen=True)
class YearStep:
    """One step: its name, where it stands, a sentence on why, and the page where it is done ("" where there is none)."""

    name: str
    state: StepState
    note: str
    address: str = ""


def steps_of(facts: YearFacts, addresses: Mapping[str, str]) -> tuple[YearStep, ...]:
    """The seven steps. The first that is not done is the one to go on with; a later one may be done before it, or begun.

    `addresses` has the pages this person may open: "scores", "analysis", "plan", "board", "documents".
    """
    told = [
        ("ผลประกาศ", facts.has_total, _announced(facts), "scores"),
        ("บันทึก", facts.has_total and facts.is_confirmed, _recorded(facts), "scores"),
        ("วิเคราะห์", bool(facts.analysis_count) and not facts.draft_count, _analysed(facts), "analysis"),
        ("แผน", facts.plan_status == "adopted", _planned(facts), "plan"),
        ("ดำเนินการ", _is_carried_out(facts), _carried_out(facts), "board"),
        ("รายงาน", _is_carried_out(facts) and not facts.silent_count, _reported(facts), "documents"),
        ("เผยแพร่", _is_published(facts), _published(facts), "documents"),
    ]
    current = next((place for place, (_, is_done, _, _) in enumerate(told) if not is_done), None)
    going_on = {current, len(told) - 1 if facts.published_count else None}
    return tuple(
        YearStep(name, _state(is_done, place in going_on), note, addresses.get(page, ""))
        for place, (name, is_done, note, page) in enumerate(told)
    )


def _state(is_done, is_going_on):
    if is_done:
        return StepState.DONE
    return StepState.NOW if is_going_on else StepState.NEXT


def _is_carried_out(facts):
    return facts.plan_status == "adopted" and bool(facts.measure_count) and not facts.open_count


def _is_published(facts):
    return 0 < facts.documents_to_publish <= facts.published_count


def _announced(facts):
    return "มีคะแนนรวมแล้ว" if facts.has_total else f"ยังไม่มีคะแนนรวมของปี {_thai(facts.year)}"


def _recorded(facts):
    return "ยืนยันคะแนนแล้ว" if facts.is_confirmed else "ยังไม่ยืนยันคะแนน"


def _analysed(facts):
    if facts.draft_count:
        return f"ยังเป็นร่าง {_thai(facts.draft_count)} เรื่อง"
    return f"วิเคราะห์แล้ว {_thai(facts.analysis_count)} เรื่อง" if facts.analysis_count else "ยังไม่มีการวิเคราะห์"


def _planned(facts):
    year = _thai(facts.year + 1)
    return {
        "adopted": f"แผนปี {year} ประกาศใช้แล้ว",
        "draft": f"แผนปี {year} ยังเป็นร่าง",
        "": f"ยังไม่มีแผนปี {year}",
    }[facts.plan_status]


def _carried_out(facts):
    if facts.plan_status != "adopted":
        return "เริ่มเมื่อแผนประกาศใช้"
    if not facts.measure_count:
        return "แผนไม่มีมาตรการ"
    if not facts.open_count:
        return f"จบแล้วทั้ง {_thai(facts.measure_count)} มาตรการ"
    return f"ยังไม่จบ {_thai(facts.open_count)} จาก {_thai(facts.measure_count)} มาตรการ"


def _reported(facts):
    if facts.plan_status != "adopted" or not facts.measure_count:
        return "ยังไม่มีมาตรการให้สรุปผล"
    if not facts.silent_count:
        return "สรุปผลครบทุกมาตรการ"
    return f"ยังไม่มีสรุปผล {_thai(facts.silent_count)} มาตรการ"


def _published(facts):
    if not facts.published_count:
        return "ยังไม่ได้เผยแพร่เอกสาร"
    return f"เผยแพร่แล้ว {_thai(facts.published_count)} จาก {_thai(facts.documents_to_publish)} เรื่อง"


def _thai(number):
    return to_thai_digits(str(number))
