"""Drafting a plan: starting it, writing its measures, putting them in order, and taking acts back.

Every act takes the draft for the time of its transaction, keeps a step back, and leaves a trail. After the plan is
adopted these verbs refuse; measures are then amended or cancelled with a reason.
"""

from dataclasses import replace
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from assessments.models import DocumentForm, FilingItem, FilingPurpose
from ita_portal.thai_text import to_thai_digits, words
from measures.measure_content import content_of, differences
from measures.models import MeasurePlan, PlanStatus
from measures.workflow.measure_rows import create_rows, rewrite_alike, rewrite_rows, stored_measures
from measures.workflow.order import arrange
from measures.workflow.snapshots import remember, restore
from organizations import trail

ADOPTED = "แผนนี้ประกาศใช้แล้ว จึงเปลี่ยนโดยตรงไม่ได้ โปรดใช้การแก้ไขหรือยกเลิกมาตรการพร้อมเหตุผลแทน"
GONE = "มีผู้ลบมาตรการนี้ไปแล้ว โปรดเปิดหน้าแผนใหม่"
WORDS_OF_A_TITLE = 12  # in the name of an act


class Move(Enum):
    """Where a measure goes in its plan, from where it is."""

    UP = -1
    DOWN = 1


@transaction.atomic
def start_plan(organization, fiscal_year, *, source_assessment=None, by):
    """Begin the plan of a Buddhist fiscal year, from the result of the year before or standing alone.

    Its form is that of the year's filing item. Returns the plan; the one that is there already, when another person
    was quicker. Raises ValidationError for a result of another year.
    """
    if source_assessment and source_assessment.year != fiscal_year - 1:
        year = to_thai_digits(str(fiscal_year))
        raise ValidationError(f"แผนปี {year} จัดทำจากผลการประเมินของปีก่อนหน้าเท่านั้น")
    if there := organization.measure_plans.filter(fiscal_year=fiscal_year).first():
        return there
    plan = MeasurePlan(
        organization=organization,
        fiscal_year=fiscal_year,
        source_assessment=source_assessment,
        form=_form_of(fiscal_year),
    )
    plan.full_clean(exclude=["organization", "source_assessment"])
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        return organization.measure_plans.get(fiscal_year=fiscal_year)
    source = source_assessment and source_assessment.year
    trail.record("start_plan", plan, by=by, changes={"source_assessment": (None, source)})
    return plan


@transaction.atomic
def save_measure(plan, content, *, measure=None, version=None, by):
    """Store a measure of a draft plan: a new one, or `measure` as its writer saw it at `version`. Returns it.

    Raises StaleMeasure (with `current`) when somebody else saved it meanwhile, ValidationError with Thai sentences by
    field; then nothing is stored. A content that equals what is stored changes nothing.
    """
    hold_draft(plan)
    if measure is None:
        remember(plan, f"เพิ่ม {name_of(content)}", by=by)
        created = create_rows(plan, content)
        trail.record("create_measure", created, by=by, changes=differences(None, content))
        return created
    current = _held(plan, measure)
    before = content_of(current)
    if before == content:
        return current
    remember(plan, f"แก้ไข {name_of(before)}", by=by)
    changed = rewrite_rows(current, content, version=version)
    trail.record("save_measure", changed, by=by, changes=differences(before, content))
    return changed


@transaction.atomic
def delete_measure(measure, *, by):
    """Take a measure out of a draft plan; the step back brings it again. Its text stays on the trail of the plan."""
    plan = measure.plan
    hold_draft(plan)
    current = _held(plan, measure)
    content = content_of(current)
    remember(plan, f"ลบ {name_of(content)}", by=by)
    try:
        current.delete()
    except ProtectedError:
        raise ValidationError("มาตรการนี้มีการรายงานผลแล้ว จึงลบไม่ได้") from None
    trail.record("delete_measure", plan, by=by, changes=differences(content, None))
    arrange(plan, _keys(plan))


@transaction.atomic
def copy_measure(measure, *, by):
    """Put a copy of a measure right after it: all that is written of it, not how far it is. Returns the copy."""
    plan = measure.plan
    hold_draft(plan)
    content = content_of(_held(plan, measure))
    remember(plan, f"คัดลอก {name_of(content)}", by=by)
    steps = tuple(replace(step, pk=None) for step in content.steps)
    copy = create_rows(plan, replace(content, steps=steps, carried_from=None, age=0))
    keys = [key for key in _keys(plan) if key != copy.pk]
    keys.insert(keys.index(measure.pk) + 1, copy.pk)
    arrange(plan, keys)
    trail.record("copy_measure", copy, by=by, changes=differences(None, content))
    return stored_measures(plan).get(pk=copy.pk)


@transaction.atomic
def move_measure(measure, *, to, by):
    """Put a measure elsewhere in its draft plan: one place by `Move`, or to a place counted from 1.

    A place outside the plan is its first or last one.
    """
    plan = measure.plan
    hold_draft(plan)
    current = _held(plan, measure)
    keys = _keys(plan)
    old = keys.index(current.pk)
    new = old + to.value if isinstance(to, Move) else to - 1
    new = min(max(new, 0), len(keys) - 1)
    if new == old:
        return
    remember(plan, f"ย้าย {name_of(content_of(current))}", by=by)
    keys.insert(new, keys.pop(old))
    moved = arrange(plan, keys)
    trail.record("move_measure", current, by=by, changes={"order": moved[current.pk]})


@transaction.atomic
def assign_owners(plan, measures, *, divisions=(), lead=None, is_all_divisions=False, by):
    """Give several measures of a draft plan the same owners; what was printed in their stead goes."""
    owners = {"owners": tuple(divisions), "lead": lead, "is_all_divisions": is_all_divisions, "owner_text": ""}
    return _assign(plan, measures, owners, "assign_owners", "กำหนดผู้รับผิดชอบ", by)


@transaction.atomic
def assign_dates(plan, measures, *, starts_on, due_on, by):
    """Give several measures of a draft plan the same span of days; what was printed in its stead goes."""
    days = {"starts_on": starts_on, "due_on": due_on, "period_text": ""}
    return _assign(plan, measures, days, "assign_dates", "กำหนดช่วงเวลา", by)


def _assign(plan, measures, values, verb, label, by):
    """Rewrite what differs, as one act in a fixed number of queries; returns how many measures changed."""
    hold_draft(plan)
    wanted = {measure.pk for measure in measures}
    pairs = [(row, content_of(row)) for row in stored_measures(plan) if row.pk in wanted]
    changing = [(row, old, replace(old, **values)) for row, old in pairs if replace(old, **values) != old]
    if changing:
        remember(plan, f"{label} {to_thai_digits(str(len(changing)))} มาตรการ", by=by)
        rewrite_alike(plan, [row for row, _, _ in changing], changing[0][-1], values)
        trail.record_each(verb, [(row, differences(old, new)) for row, old, new in changing], by=by)
    return len(changing)


@transaction.atomic
def undo(plan, *, seen=None, by):
    """Take the latest act on a draft plan back; returns its name.

    `seen` is the key of the step that the person meant: another act in between is not undone unseen. Raises
    ValidationError when there is nothing to take back, or when it can no longer be.
    """
    hold_draft(plan)
    snapshot = plan.snapshots.last()
    if snapshot is None:
        raise ValidationError("ไม่มีการกระทำให้ย้อนกลับแล้ว")
    if seen is not None and snapshot.pk != seen:
        raise ValidationError("แผนเปลี่ยนไปหลังจากท่านเปิดหน้านี้ ยังไม่มีสิ่งใดถูกย้อนกลับ โปรดดูแผนล่าสุดก่อน")
    before = _contents(plan)
    label = snapshot.label
    restore(plan, snapshot)
    _tell_undone(plan, label, before, _contents(plan), by)
    return label


def _tell_undone(plan, label, before, after, by):
    """On the trail of the plan what came and went, on that of each measure what changed in it."""
    removed, restored = (
        "\n".join(name_of(side[pk]) for pk in side if pk not in other)
        for side, other in ((before, after), (after, before))
    )
    changes = {
        "undone": (label, None),
        "removed": (removed or None, None),
        "restored": (None, restored or None),
    }
    trail.record("undo", plan, by=by, changes=changes)
    changed = [
        (measure, differences(before[measure.pk], after[measure.pk]))
        for measure in stored_measures(plan)
        if measure.pk in before
    ]
    trail.record_each("undo", [(measure, found) for measure, found in changed if found], by=by)


def hold_draft(plan):
    """Take the draft plan for the time of this transaction: people who change it at once come after one another.

    Raises ValidationError when it is adopted, also meanwhile by another person.
    """
    rows = MeasurePlan.objects.unscoped("the plan in hand").filter(pk=plan.pk, status=PlanStatus.DRAFT)
    if not rows.update(version=F("version") + 1):
        raise ValidationError(ADOPTED)
    plan.refresh_from_db(fields=["status", "adopted_on", "version"])


def name_of(content):
    """A measure in the name of an act: “จัดทำคู่มือ…”."""
    title = content.titles[0].strip() if content.titles else ""
    short = "".join(words(title)[:WORDS_OF_A_TITLE]).strip()
    return f"“{short}”" if short == title else f"“{short}…”"


def _form_of(fiscal_year):
    """The form that the filing item of the year asks for; of a year nobody knows yet, that of the latest known one."""
    items = FilingItem.objects.filter(purpose=FilingPurpose.MEASURES).order_by("-framework__year")
    item = items.filter(framework__year__lte=fiscal_year - F("covered_year_offset")).first()
    return item.form if item else DocumentForm.PER_INDICATOR


def _held(plan, measure):
    """The measure as it is stored now, while its plan is held."""
    current = stored_measures(plan).filter(pk=measure.pk).first()
    if current is None:
        raise ValidationError(GONE)
    return current


def _keys(plan):
    return list(stored_measures(plan).order_by("order").values_list("pk", flat=True))


def _contents(plan):
    return {measure.pk: content_of(measure) for measure in stored_measures(plan)}
