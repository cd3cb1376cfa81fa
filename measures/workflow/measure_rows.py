"""Writing what a measure says into its rows. The verbs that call this hold the plan and keep the trail."""

from django.core.exceptions import ValidationError
from django.db.models import F, Max, ProtectedError

from measures.measure_content import OWN_FIELDS, content_of
from measures.models import Measure, MeasureOwner, MeasureStep, MeasureTarget, MeasureTitle
from measures.workflow.order import ASIDE

STEP_FIELDS = ["order", "text", "starts_on", "due_on"]  # its state belongs to the verbs of progress


class StaleMeasure(Exception):
    """Somebody saved the measure in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นบันทึกมาตรการนี้ระหว่างที่ท่านแก้ไข")
        self.current = current


def stored_measures(plan):
    """The measures of the plan in hand with all that `content_of` reads, in a fixed number of queries."""
    rows = Measure.objects.unscoped("measures of the plan in hand").filter(plan=plan)
    return rows.in_print_order().select_related("topic", "drafted_from", "carried_from", "plan")


def check_content(plan, content):
    """Refuse what no measure of this plan can say. Raises ValidationError with Thai sentences by field."""
    problems = {}
    if not any(title.strip() for title in content.titles):
        problems["titles"] = "โปรดเขียนชื่อมาตรการอย่างน้อยหนึ่งชื่อ"
    if content.lead and content.lead not in content.owners:
        problems["lead"] = "หน่วยหลักต้องเป็นหนึ่งในส่วนราชการที่รับผิดชอบ"
    if content.is_all_divisions and content.owners:
        problems["owners"] = "เลือกทุกส่วนราชการ หรือระบุส่วนราชการ อย่างใดอย่างหนึ่ง"
    if any(division.organization_id != plan.organization_id for division in content.owners):
        problems["owners"] = "ส่วนราชการที่เลือกไม่ใช่ของหน่วยงานนี้"
    if any(not _is_of_source_year(plan, target) for target in content.targets):
        problems["targets"] = "ตัวชี้วัดหรือข้อที่เลือกไม่ใช่ของผลการประเมินที่แผนนี้อ้างถึง"
    if content.topic and content.topic.filing_item.framework.year != plan.fiscal_year:
        problems["topic"] = "ประเด็นที่เลือกไม่ใช่ของปีของแผนนี้"
    if problems:
        raise ValidationError(problems)


def _is_of_source_year(plan, target):
    framework = plan.source_assessment.framework_id if plan.source_assessment_id else None
    belongs = target.indicator.framework_id == framework
    return belongs and (target.question is None or target.question.indicator_id == target.indicator.pk)


def create_rows(plan, content):
    """Store a new measure at the end of the plan; returns it. Raises ValidationError."""
    check_content(plan, content)
    last = stored_measures(plan).aggregate(Max("order"))["order__max"] or 0
    measure = Measure(plan=plan, order=last + 1, **content.own_fields)
    measure.take_organization()
    measure.full_clean()
    measure.save()
    _write_parts(measure, content)
    return stored_measures(plan).get(pk=measure.pk)


def rewrite_rows(measure, content, *, version):
    """Store what a measure says now, if it is still at `version`; returns it with its new version.

    Raises StaleMeasure, or ValidationError; then the caller's transaction must not be committed.
    """
    plan = measure.plan
    check_content(plan, content)
    current = stored_measures(plan).get(pk=measure.pk)
    before = content_of(current)
    for name, value in content.own_fields.items():
        setattr(current, name, value)
    current.full_clean(exclude=["plan", "organization", "order"])
    rows = Measure.objects.unscoped("the measure in hand").filter(pk=measure.pk, version=version)
    if not rows.update(**content.own_fields, version=F("version") + 1):
        raise StaleMeasure(stored_measures(plan).get(pk=measure.pk))
    _write_parts(current, content, before)
    return stored_measures(plan).get(pk=measure.pk)


def rewrite_alike(plan, measures, content, values):
    """Give measures of the plan in hand the same owners or own fields: `values`, as MeasureContent names them.

    `content` is what one of them says then; what is wrong with it is wrong with all. Raises ValidationError.
    """
    check_content(plan, content)
    own = {name: value for name, value in values.items() if name in OWN_FIELDS}
    Measure(organization_id=plan.organization_id, **content.own_fields).full_clean(exclude=["plan", "order"])
    keys = [row.pk for row in measures]
    rows = Measure.objects.unscoped("measures of the plan in hand").filter(plan=plan, pk__in=keys)
    rows.update(**own, version=F("version") + 1)
    if "owners" in values:
        MeasureOwner.objects.unscoped("measures of the plan in hand").filter(measure__in=keys).delete()
        _write_owners(measures, content)


def _write_owners(measures, content):
    MeasureOwner.objects.bulk_create(
        MeasureOwner(measure=measure, order=order, division=row, is_lead=row == content.lead)
        for measure in measures
        for order, row in enumerate(content.owners, start=1)
    )


def _write_parts(measure, content, before=None):
    """Titles, owners and targets are written anew where they differ; steps keep their rows."""
    if before is None or before.titles != content.titles:
        measure.titles.all().delete()
        texts = [title.strip() for title in content.titles if title.strip()]
        MeasureTitle.objects.bulk_create(
            MeasureTitle(measure=measure, order=order, text=text) for order, text in enumerate(texts, start=1)
        )
    if before is None or (before.owners, before.lead) != (content.owners, content.lead):
        measure.owners.all().delete()
        _write_owners([measure], content)
    if before is None or before.targets != content.targets:
        measure.targets.all().delete()
        MeasureTarget.objects.bulk_create(
            MeasureTarget(measure=measure, order=order, indicator=row.indicator, question=row.question)
            for order, row in enumerate(content.targets, start=1)
        )
    if before is None or before.steps != content.steps:
        _write_steps(measure, content.steps)


def _write_steps(measure, steps):
    """Steps that have a row keep it, with what was reported on it. Raises ValidationError for a bad span of days."""
    stored = {row.pk: row for row in measure.steps.all()}
    gone = stored.keys() - {step.pk for step in steps}
    try:
        measure.steps.filter(pk__in=gone).delete()
    except ProtectedError:
        raise ValidationError({"steps": "ลบขั้นตอนที่รายงานผลแล้วไม่ได้ โปรดคงขั้นตอนนั้นไว้"}) from None
    measure.steps.update(order=F("order") + ASIDE)
    for order, step in enumerate(steps, start=1):
        row = stored.get(step.pk) or MeasureStep(measure=measure)
        row.order, row.text, row.starts_on, row.due_on = order, step.text, step.starts_on, step.due_on
        row.take_organization()
        row.full_clean(exclude=["measure", "organization", "order"])
        row.save(update_fields=STEP_FIELDS if row.pk else None)
