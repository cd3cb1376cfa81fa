"""Forms of a draft plan: one measure with its rows of titles and steps, and several measures at once."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms

from assessments.models import Indicator, Topic
from assessments.subjects import subjects_of
from ita_portal.fields import MoneyField, RowsField, ThaiDateField, ThaiTextField
from ita_portal.sent_numbers import whole_number
from measures.measure_content import StepContent, TargetContent
from measures.measure_warnings import outside, warnings_of
from measures.models import MeasureKind
from measures.plan_page import PAGE_SIZE
from measures.repeated_rows import Rows, StepRow, TitleRow

TICK = {"class": "form-check-input"}
BY_DIVISIONS, BY_ALL = "divisions", "all"
OWNER_KINDS = [(BY_DIVISIONS, "ส่วนราชการที่ระบุ"), (BY_ALL, "ทุกส่วนราชการ")]
TEXT_FIELDS = (
    "kind",
    "finding",
    "owner_text",
    "starts_on",
    "due_on",
    "period_text",
    "target",
    "budget",
    "follow_up",
)


def _long(label, rows=3, help_text=""):
    widget = forms.Textarea(attrs={"rows": rows})
    return ThaiTextField(label=label, required=False, widget=widget, help_text=help_text)


def _day(label):
    return ThaiDateField(label=label, required=False)


class OwnersForm(forms.Form):
    """Who carries a measure out: divisions, one of which may lead, or all of them."""

    owner_kind = forms.ChoiceField(label="ใครทำ", choices=OWNER_KINDS, widget=forms.RadioSelect(attrs=TICK))
    owners = RowsField(
        label="ส่วนราชการ", queryset=None, required=False, widget=forms.CheckboxSelectMultiple(attrs=TICK)
    )
    lead = forms.ModelChoiceField(
        label="หน่วยหลัก",
        queryset=None,
        required=False,
        empty_label="ไม่กำหนด",
        help_text="หน่วยที่สรุปผล เมื่อมีหลายส่วนราชการทำร่วมกัน",
    )

    def __init__(self, plan, *args, **kwargs):
        super().__init__(*args, **kwargs)
        divisions = plan.organization.divisions.all()
        self.fields["owners"].queryset = self.fields["lead"].queryset = divisions

    def clean(self):
        super().clean()
        lead, owners = self.cleaned_data.get("lead"), self.cleaned_data.get("owners")
        if not self.is_for_all and lead and owners is not None and lead not in owners:
            self.add_error("lead", "หน่วยหลักต้องเป็นหนึ่งในส่วนราชการที่เลือกไว้")
        return self.cleaned_data

    @property
    def is_for_all(self):
        return self.cleaned_data.get("owner_kind") == BY_ALL

    def chosen_owners(self, kept_order=()):
        """The owners as fields of MeasureContent; those of `kept_order` keep their order."""
        if self.is_for_all:
            return {"is_all_divisions": True, "owners": (), "lead": None}
        owners = _in_order(self.cleaned_data["owners"], kept_order)
        return {"is_all_divisions": False, "owners": owners, "lead": self.cleaned_data["lead"]}


class DatesForm(forms.Form):
    """A span of days; either end may be open."""

    starts_on = _day("เริ่มวันที่")
    due_on = _day("สิ้นสุดวันที่")

    def clean(self):
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม")
        return self.cleaned_data


class MeasureForm(OwnersForm, DatesForm):
    """A measure of a plan, with what its year and its organisation offer to choose from."""

    kind = forms.ChoiceField(label="ประเภท", choices=MeasureKind, widget=forms.RadioSelect(attrs=TICK))
    targets = forms.MultipleChoiceField(
        label="ตัวชี้วัดหรือข้อที่มาตรการนี้ตอบ", required=False, widget=forms.CheckboxSelectMultiple(attrs=TICK)
    )
    topic = forms.ModelChoiceField(
        label="ประเด็น", queryset=Topic.objects.none(), required=False, empty_label="ไม่ระบุ"
    )
    finding = _long(
        "ผลการวิเคราะห์ (เหตุที่ต้องทำ)", rows=5, help_text="ว่างไว้: พิมพ์จากการวิเคราะห์ของตัวชี้วัดหรือข้อที่มาตรการนี้ตอบ"
    )
    owner_text = ThaiTextField(
        label="ผู้รับผิดชอบตามที่พิมพ์", max_length=300, required=False, help_text="ว่างไว้: พิมพ์ตามส่วนราชการที่เลือก"
    )
    period_text = ThaiTextField(
        label="ช่วงเวลาตามที่พิมพ์", max_length=200, required=False, help_text="ว่างไว้: พิมพ์ตามวันที่ที่เลือก"
    )
    target = _long("เป้าหมาย", help_text="ทำได้เท่าไรจึงถือว่าสำเร็จ เช่น เผยแพร่คู่มือครบทุกงานบริการ")
    budget = MoneyField(label="งบประมาณ (บาท)", required=False, help_text="ว่างไว้: ไม่ใช้งบประมาณ")
    follow_up = _long("การติดตามผล", help_text="หนึ่งวิธีต่อหนึ่งบรรทัด เช่น รายงานผู้บริหารทุกไตรมาส")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan, data=None, *, content, version=None, typed=None):
        """`content` is what the form begins with; `typed` shows what was typed without judging it."""
        self.plan, self.begun = plan, content
        super().__init__(plan, data, initial={**_initial_of(content), "version": version})
        for name in warnings_of(content, plan.fiscal_year).keys() & self.fields.keys():
            self.fields[name].widget.attrs["aria-describedby"] = f"warning-{name}"
        self.offered_targets = targets_of(plan)
        self.fields["targets"].choices = [(key, str(row)) for key, row in self.offered_targets.items()]
        self._offer_topics()
        self.titles = self._rows("title", TitleRow, data, typed, [{"text": text} for text in content.titles])
        self.steps = self._rows("step", StepRow, data, typed, [vars(step) for step in content.steps])
        if typed is not None:
            widgets = {name: field.widget for name, field in self.fields.items()}
            self.initial = {name: row.value_from_datadict(typed, {}, name) for name, row in widgets.items()}

    @classmethod
    def after_row_act(cls, plan, typed, **kwargs):
        """The form after one of its row buttons ("step-add", "title-up-2"), with all that was typed."""
        form = cls(plan, typed=typed, **kwargs)
        name, act, place = (*typed["rows"].split("-"), "", "")[:3]
        rows = {"title": form.titles, "step": form.steps}.get(name)
        if rows:
            rows.act(act, whole_number(place))
        return form

    def is_valid(self):
        return all([super().is_valid(), self.titles.is_valid(), self.steps.is_valid()])

    def clean(self):
        super().clean()
        if self.titles.is_valid() and not self.titles.filled:
            self.titles.forms[0].add_error("text", "โปรดเขียนชื่อมาตรการอย่างน้อยหนึ่งชื่อ")
        return self.cleaned_data

    @property
    def content(self):
        """What was typed, on top of what the form began with."""
        return replace(
            self.begun,
            **{name: self.cleaned_data[name] for name in TEXT_FIELDS},
            **self.chosen_owners(kept_order=self.begun.owners),
            titles=tuple(row["text"] for row in self.titles.filled),
            steps=tuple(StepContent(**row) for row in self.steps.filled),
            targets=_in_order(map(self.offered_targets.get, self.cleaned_data["targets"]), self.begun.targets),
            topic=self.cleaned_data["topic"] if "topic" in self.fields else self.begun.topic,
        )

    @property
    def warnings(self):
        """{field: Thai sentence} about what the form holds now; {} where it cannot be read."""
        if not self.is_bound:
            return warnings_of(self.begun, self.plan.fiscal_year)
        days = {name: self.cleaned_data.get(name) for name in ("starts_on", "due_on")}
        found = {name: outside(day, self.plan.fiscal_year) for name, day in days.items()}
        return {name: sentence for name, sentence in found.items() if sentence}

    @property
    def problems(self):
        """[(id of the field, its label, what is wrong)] in the order of the page, for the summary."""
        own = [
            (self[name].auto_id, self[name].label, text) for name in self.fields for text in self[name].errors
        ]
        rows = [
            (row[name].auto_id, f"{row[name].label} แถวที่ {place}", text)
            for rows in (self.titles, self.steps)
            for place, row in enumerate(rows.forms, start=1)
            for name in row.errors
            for text in row.errors[name]
        ]
        return [*(("", "", text) for text in self.non_field_errors()), *rows, *own]

    def add_refusal(self, error):
        """Put what a verb refuses beside its field, or above all where the form has none of that name."""
        for name, texts in getattr(error, "message_dict", {None: error.messages}).items():
            if name == "titles":
                self.titles.forms[0].add_error("text", texts)
            else:
                self.add_error(name if name in self.fields else None, texts)

    def _rows(self, name, row_form, data, typed, stored):
        source = data if typed is None else typed
        if source is None:
            return Rows(name, row_form, stored)
        return Rows.typed(name, row_form, source, is_bound=typed is None)

    def _offer_topics(self):
        topics = Topic.objects.filter(
            filing_item__framework__year=self.plan.fiscal_year, filing_item__purpose="measures"
        )
        self.fields["topic"].queryset = topics.select_related("filing_item__framework")
        if not topics.exists():
            del self.fields["topic"]


class ChosenMeasuresForm(forms.Form):
    """Which measures of a plan an act is meant for. A plan of many pages lists those that were chosen, or is meant whole."""

    measures = RowsField(
        label="มาตรการ", queryset=None, required=False, widget=forms.CheckboxSelectMultiple(attrs=TICK)
    )
    whole_plan = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs=TICK))

    def __init__(self, plan, asked, *args, **kwargs):
        """`asked` are the keys that the page before had ticked."""
        super().__init__(*args, initial={"measures": asked}, **kwargs)
        self.plan, self.plan_count = plan, plan.measures.count()
        rows = plan.measures.prefetch_related("titles")
        if self.plan_count > PAGE_SIZE:
            rows = rows.filter(pk__in=asked)
        else:
            del self.fields["whole_plan"]
        self.fields["measures"].queryset = rows

    def clean(self):
        super().clean()
        is_empty = "measures" in self.cleaned_data and not self.cleaned_data["measures"]
        if is_empty and not self.cleaned_data.get("whole_plan"):
            self.add_error("measures", "โปรดเลือกมาตรการอย่างน้อยหนึ่งเรื่อง")
        return self.cleaned_data

    @property
    def meant(self):
        """The measures that a valid form means."""
        return (
            self.plan.measures.all() if self.cleaned_data.get("whole_plan") else self.cleaned_data["measures"]
        )


@dataclass(frozen=True)
class TargetGroup:
    """An indicator in the form with what can be chosen of it: itself, and its questions with their lowest scores."""

    indicator: Indicator
    score: Decimal | None
    is_chosen: bool
    questions: list[tuple]  # (key, question, lowest score or None, is it chosen?)

    @property
    def chosen_count(self):
        return self.is_chosen + sum(row[-1] for row in self.questions)


def target_groups(form):
    """The targets a form offers, by indicator, with the scores of the plan's source."""
    chosen = set(map(str, form["targets"].value() or ()))
    source = form.plan.source_assessment
    scores = {subject.row: subject.score for subject in subjects_of(source)} if source else {}
    groups = {}
    for key, target in form.offered_targets.items():
        if target.question is None:
            groups[target.indicator] = TargetGroup(
                target.indicator, scores.get(target.indicator), key in chosen, []
            )
        else:
            row = (key, target.question, scores.get(target.question), key in chosen)
            groups[target.indicator].questions.append(row)
    return list(groups.values())


def targets_of(plan):
    """{key: TargetContent} of all that a measure of the plan can answer; keys as in scores: "4", "i10"."""
    if plan.source_assessment is None:
        return {}
    indicators = plan.source_assessment.framework.indicators.prefetch_related("questions")
    found = {}
    for indicator in indicators:
        found[str(indicator.number)] = TargetContent(indicator)
        found.update({row.code: TargetContent(indicator, row) for row in indicator.questions.all()})
    return found


def _in_order(chosen, kept):
    """What is chosen, in the order it had; what is new comes after."""
    chosen = list(chosen)
    return (*(row for row in kept if row in chosen), *(row for row in chosen if row not in kept))


def key_of(target):
    return target.question.code if target.question else str(target.indicator.number)


def _initial_of(content):
    return {
        **{name: getattr(content, name) for name in TEXT_FIELDS},
        "targets": [key_of(target) for target in content.targets],
        "topic": content.topic,
        "owner_kind": BY_ALL if content.is_all_divisions else BY_DIVISIONS,
        "owners": list(content.owners),
        "lead": content.lead,
    }
