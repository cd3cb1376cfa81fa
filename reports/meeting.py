"""The page for the executive meeting: three good, three weak, five late, the next dates, and what is asked."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from assessments.models import CalendarEvent
from ita_portal.thai_text import to_thai_digits
from measures.coverage import coverage_of
from reports.charts import Bar
from reports.overview import Overview, Standing, read_overview

BEST = WORST = 3
LATE = 5
DATES = 5


@dataclass(frozen=True)
class NextDate:
    day: date
    text: str
    is_provisional: bool = False


@dataclass(frozen=True)
class MeetingPage:
    """What lies on the table of a meeting about the result of a year."""

    overview: Overview
    best: list[Bar]
    worst: list[Bar]
    dates: list[NextDate]
    asked: list[str]  # what the meeting is asked for, in sentences

    @property
    def standing(self) -> Standing:
        return self.overview.standing

    @property
    def late(self):
        return self.overview.late[:LATE]

    @property
    def late_count(self):
        return len(self.overview.late)


def meeting_page(organization, year, user, today):
    """The MeetingPage of a year as one member may see it; None where the year has no result."""
    overview = read_overview(organization, year, user, today, is_member=True)
    if overview.standing is None:
        return None
    best, worst = best_and_worst(overview.standing.indicators.bars)
    return MeetingPage(overview, best, worst, _dates(overview, today), list(asked_of(overview)))


def best_and_worst(bars):
    """(The three highest, the three lowest) of the known scores; none stands on both sides."""
    known = sorted((bar for bar in bars if bar.value is not None), key=lambda bar: -bar.value)
    best = known[:BEST]
    worst = [bar for bar in reversed(known[-WORST:]) if bar not in best]
    return best, worst


def _dates(overview, today):
    """The nearest days of the measures and of the calendars of ป.ป.ช., whichever come first."""
    measures = [NextDate(row.next_due, row.measure.title) for row in overview.coming]
    following = sorted([*measures, *_events(today)], key=lambda row: row.day)
    return following[:DATES]


def _events(today):
    rows = CalendarEvent.objects.filter(Q(starts_on__gte=today) | Q(ends_on__gte=today))
    for row in rows.select_related("framework").order_by("starts_on", "pk")[:DATES]:
        begins = row.starts_on >= today
        words = "เริ่ม" if begins and row.ends_on else "สิ้นสุด" if not begins else ""
        year = to_thai_digits(str(row.framework.year))
        day = row.starts_on if begins else row.ends_on
        yield NextDate(day, f"{words}{row.name} (ITA ปี {year})", row.is_provisional)


def asked_of(overview):
    """Thai sentences on what the meeting is asked for, from what stands open; at least one."""
    asked = [*_of_result(overview), *_of_plans(overview)]
    return asked or ["เพื่อโปรดทราบผลการประเมินและความก้าวหน้าของมาตรการ"]


def _of_result(overview):
    standing, year = overview.standing, to_thai_digits(str(overview.year))
    coverage = coverage_of(standing.assessment)
    if not standing.assessment.is_confirmed:
        yield f"รับทราบว่าคะแนนปี {year} ยังไม่ยืนยัน ตัวเลขในหน้านี้จึงยังเปลี่ยนได้"
    if coverage.left_count:
        yield (
            f"มอบหมายผู้รับผิดชอบกำหนดมาตรการหรือเหตุผลของ {_thai(coverage.left_count)} {coverage.unit}"
            "ที่คะแนนยังไม่เต็มและยังไม่ได้ตัดสินใจ"
        )


def _of_plans(overview):
    following = [row for row in overview.plans if row.plan.fiscal_year == overview.year + 1]
    if not following:
        yield f"เห็นชอบให้จัดทำแผนมาตรการปี {_thai(overview.year + 1)} จากผลการประเมินนี้"
    for row in overview.plans:
        year = _thai(row.plan.fiscal_year)
        if not row.plan.is_adopted:
            yield f"เห็นชอบและประกาศใช้แผนมาตรการปี {year} ({_thai(row.standing_count)} มาตรการ)"
        elif row.late:
            yield f"เร่งรัดส่วนราชการเจ้าของ {_thai(len(row.late))} มาตรการของแผนปี {year} ที่เลยกำหนด"


def _thai(number):
    return to_thai_digits(str(number))
