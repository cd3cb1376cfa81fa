"""What a measure says, apart from its rows: compared, kept in the trail and shown beside what others wrote."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from assessments.models import Indicator, Question, Topic
from ita_portal.thai_dates import period
from measures.models import Measure, MeasureKind, MeasureTemplate
from organizations.models import Division

ALL_DIVISIONS = "ทุกส่วนราชการ"


@dataclass(frozen=True)
class StepContent:
    """One step with its days, if any. `pk` is the row it stands in already: what was reported on it stays with it."""

    text: str
    starts_on: date | None = None
    due_on: date | None = None
    pk: int | None = field(default=None, compare=False)

    def __str__(self):
        days = period(self.starts_on, self.due_on)
        return f"{self.text} ({days})" if days else self.text


@dataclass(frozen=True)
class TargetContent:
    """An indicator as a whole, or one of its questions."""

    indicator: Indicator
    question: Question | None = None

    def __str__(self):
        return str(self.question or self.indicator)


@dataclass(frozen=True)
class MeasureContent:
    """Everything a person writes of a measure; how far it is and its place in the plan are not part of it.

    A measure belongs to the divisions in `owners` (`lead` is one of them) or, with `is_all_divisions`, to all.
    """

    titles: tuple[str, ...]
    kind: str = MeasureKind.MEASURE
    targets: tuple[TargetContent, ...] = ()
    topic: Topic | None = None
    finding: str = ""
    steps: tuple[StepContent, ...] = ()
    is_all_divisions: bool = False
    owners: tuple[Division, ...] = ()
    lead: Division | None = None
    owner_text: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    period_text: str = ""
    target: str = ""
    budget: Decimal | None = None
    follow_up: str = ""
    drafted_from: MeasureTemplate | None = None
    carried_from: Measure | None = None
    age: int = 0

    def __post_init__(self):
        if len(self.owners) == 1:  # who is alone leads
            object.__setattr__(self, "lead", self.owners[0])

    @property
    def own_fields(self):
        """{field of Measure: value}: what stands in the measure's own row."""
        return {name: getattr(self, name) for name in OWN_FIELDS}


CHILD_FIELDS = ("titles", "targets", "steps", "owners", "lead")
OWN_FIELDS = tuple(row.name for row in fields(MeasureContent) if row.name not in CHILD_FIELDS)

# What is compared, in the order of the form: the name in the trail, in Thai, and as one text.
_TEXTS = {
    "titles": ("ชื่อมาตรการ", lambda content: "\n".join(content.titles)),
    "kind": ("ประเภท", lambda content: MeasureKind(content.kind).label),
    "targets": ("ตอบตัวชี้วัดหรือข้อ", lambda content: "\n".join(map(str, content.targets))),
    "topic": ("ประเด็น", lambda content: str(content.topic or "")),
    "finding": ("ผลการวิเคราะห์", lambda content: content.finding),
    "steps": ("ขั้นตอนหรือวิธีปฏิบัติ", lambda content: "\n".join(map(str, content.steps))),
    "owners": ("ผู้รับผิดชอบ", lambda content: "\n".join(_owner_lines(content))),
    "owner_text": ("ผู้รับผิดชอบตามที่พิมพ์", lambda content: content.owner_text),
    "starts_on": ("เริ่มวันที่", lambda content: period(content.starts_on, content.starts_on)),
    "due_on": ("สิ้นสุดวันที่", lambda content: period(content.due_on, content.due_on)),
    "period_text": ("ช่วงเวลาตามที่พิมพ์", lambda content: content.period_text),
    "target": ("เป้าหมาย", lambda content: content.target),
    "budget": (
        "งบประมาณ (บาท)",
        lambda content: "" if content.budget is None else f"{content.budget:,.2f}",
    ),
    "follow_up": ("การติดตามผล", lambda content: content.follow_up),
}
NAMES = {key: name for key, (name, _) in _TEXTS.items()}


def _owner_lines(content):
    if content.is_all_divisions:
        return [ALL_DIVISIONS]
    mark_lead = len(content.owners) > 1
    return [f"{row.name}{' (หลัก)' if mark_lead and row == content.lead else ''}" for row in content.owners]


def content_of(measure):
    """What a stored measure says (with the rows of `in_print_order` at hand: without a query)."""
    owners = list(measure.owners.all())
    own = {name: getattr(measure, name) for name in OWN_FIELDS if name not in ("drafted_from", "carried_from")}
    return MeasureContent(
        titles=tuple(title.text for title in measure.titles.all()),
        targets=tuple(TargetContent(row.indicator, row.question) for row in measure.targets.all()),
        steps=tuple(StepContent(row.text, row.starts_on, row.due_on, row.pk) for row in measure.steps.all()),
        owners=tuple(row.division for row in owners),
        lead=next((row.division for row in owners if row.is_lead), None),
        drafted_from=measure.drafted_from if measure.drafted_from_id else None,
        carried_from=measure.carried_from if measure.carried_from_id else None,
        **own,
    )


def texts_of(content):
    """{name in the trail: text} of what a measure says, dates and days in Arabic digits; "" where it says nothing."""
    return {key: text(content) for key, (_, text) in _TEXTS.items()}


def differences(old, new):
    """{name in the trail: (old, new)} of what differs; None for a measure that was not there, or is no longer."""
    before, after = _kept(old), _kept(new)
    return {key: (before[key], after[key]) for key in _TEXTS if before[key] != after[key]}


def _kept(content):
    """What the trail keeps: texts, but days, kind and money as their fields keep them."""
    if content is None:
        return dict.fromkeys(_TEXTS)
    as_stored = {name: getattr(content, name) for name in ("kind", "starts_on", "due_on", "budget")}
    return {key: None if text == "" else text for key, text in {**texts_of(content), **as_stored}.items()}
