"""What is typed on the entry sheet: every box read on its own, so that a wrong one hinders no other."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from assessments import workflow
from assessments.forms import WholeNumberField
from assessments.models import Assessment
from assessments.workflow import HEADER_FIELDS, UNDECIDED, SheetEdit
from ita_portal.fields import ScoreField, ThaiDateField, ThaiTextField

MINE, THEIRS = "mine", "theirs"
HIGHEST_RANK = 99_999  # of about 8,000 local governments
SEEN = re.compile(r"(?P<version>[0-9]{1,9})\|(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class TypedBox:
    """One box as it was sent. `seen` is what it showed before, at `version`; `error` is a Thai sentence.

    `is_open` marks a box beside which two values were shown; `choice` says which of them shall stand.
    """

    key: str
    text: str
    value: object = None
    error: str = ""
    seen: object = None
    version: int = UNDECIDED
    is_open: bool = False
    choice: str = ""

    @property
    def edit(self):
        """What this box wants stored, or None: nothing was typed, it is wrong, or the other's value shall stand."""
        if self.error or self.value == self.seen or (self.is_open and self.choice == THEIRS):
            return None
        is_decided = not self.is_open or self.choice == MINE
        return SheetEdit(self.key, self.value, self.seen, self.version if is_decided else UNDECIDED)


def header_fields(assessment):
    """The fields of what is announced beside the figures, by name, in the order of the page."""
    levels = [level.name for level in assessment.framework.rating_levels.all()]
    if assessment.official_rating and assessment.official_rating not in levels:
        levels.append(assessment.official_rating)
    known = {
        "announced_on": ThaiDateField(),
        "source": ThaiTextField(max_length=_length("source")),
        "official_rating": forms.ChoiceField(choices=[("", "ยังไม่ทราบ"), *((name, name) for name in levels)]),
        "official_rank": WholeNumberField(min_value=1, max_value=HIGHEST_RANK),
        "rank_scope": ThaiTextField(max_length=_length("rank_scope")),
    }
    for name, field in known.items():
        field.required = False
        field.label = Assessment._meta.get_field(name).verbose_name
        field.error_messages.update(
            max_length="ยาวเกิน %(limit_value)d ตัวอักษร โปรดย่อข้อความ",
            min_value="ลำดับเริ่มที่ 1",
            max_value="ลำดับต้องไม่เกิน %(limit_value)d",
            invalid_choice="เกณฑ์ของปีนี้ไม่มีระดับ “%(value)s” โปรดเลือกจากรายการ",
        )
    return {name: known[name] for name in HEADER_FIELDS}


def _length(name):
    return Assessment._meta.get_field(name).max_length


def fields_of(assessment):
    """The form field behind each box of the sheet: {key: field}."""
    score = ScoreField(required=False)
    return {**header_fields(assessment), **dict.fromkeys(workflow.places_of(assessment.framework), score)}


def text_of(field, value):
    """What a box shows of a stored value: Arabic digits in scores, '' for nothing."""
    shown = field.prepare_value(value)
    return "" if shown is None else str(shown)


def read_boxes(data, fields):
    """The boxes that a request carries, each judged by its own field: {key: TypedBox}. Others are not touched.

    A box comes as `box:KEY` with `seen:KEY` ("version|text it showed"), and after two values were shown also with
    `open:KEY` and perhaps `choice:KEY`.
    """
    return {key: _read_box(data, key, field) for key, field in fields.items() if f"box:{key}" in data}


def _read_box(data, key, field):
    text = data[f"box:{key}"]
    seen = SEEN.fullmatch(data.get(f"seen:{key}", ""))
    value, error = _judge(field, text)
    seen_value, unreadable = _judge(field, seen["text"]) if seen else (None, "no such text was shown")
    return TypedBox(
        key=key,
        text=text,
        value=value,
        error=error,
        seen=seen_value,
        version=UNDECIDED if unreadable else int(seen["version"]),
        is_open=f"open:{key}" in data,
        choice=data.get(f"choice:{key}", ""),
    )


def _judge(field, text):
    try:
        return field.clean(text), ""
    except ValidationError as error:
        return None, " ".join(error.messages)


def save(assessment, boxes, *, by):
    """Store what may be stored of the typed boxes; returns the SaveOutcome.

    Raises ValidationError for a confirmed assessment; then nothing is stored.
    """
    edits = [box.edit for box in boxes.values() if box.edit is not None]
    return workflow.save_sheet(assessment, edits, by=by)
