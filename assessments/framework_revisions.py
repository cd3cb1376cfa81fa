"""Correcting a framework in the browser: preview, apply, record; and copying one as the start of another year.

A correction to a framework in use is a revision: it lists what was changed, why, and every total it moved.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments import framework_checks, framework_files
from assessments.models import (
    Assessment,
    CalendarEvent,
    FilingItem,
    Framework,
    FrameworkRevision,
    Indicator,
    Instrument,
    InstrumentPart,
    Question,
    QuestionGroup,
    RatingLevel,
    Topic,
)
from assessments.workflow import refresh_computed
from organizations import trail

# What may be corrected, and whether it enters the arithmetic. Codes, numbers and the year identify; they stay.
FIELDS = {
    Framework: {"title": False, "is_provisional": False, "note": False, "is_rating_provisional": False},
    Instrument: {
        "name": False,
        "english_name": False,
        "weight": True,
        "aggregation": True,
        "is_provisional": False,
    },
    InstrumentPart: {"name": False, "weight": True},
    Indicator: {"name": False, "aliases": False, "aggregation": True, "is_provisional": False},
    QuestionGroup: {"name": False},
    Question: {
        "wording": False,
        "summary": False,
        "is_reversed": False,
        "allowed_values": False,
        "group": True,
        "continues": False,
        "is_provisional": False,
    },
    RatingLevel: {"name": True, "minimum_total": True, "minimum_instrument": True},
    FilingItem: {
        "form": False,
        "analysed_year_offset": False,
        "covered_year_offset": False,
        "is_provisional": False,
    },
    Topic: {"name": False},
    CalendarEvent: {"name": False, "starts_on": False, "ends_on": False, "is_provisional": False},
}

# What a correction can move in a result, as the list of effects names it, and the field it stands in.
CACHED_FIGURES = {"คะแนนรวม": "computed_total", "ระดับ": "computed_rating"}


@dataclass(frozen=True)
class Preview:
    """What a correction would change: the fields, and the totals and levels of assessments already entered."""

    changes: list[dict]  # {"place", "field", "old", "new"}
    affected: list[dict]  # {"organization", "assessment", "figure", "old", "new"}


def framework_of(row):
    """The framework a row is part of."""
    if isinstance(row, Framework):
        return row
    for owner in ("framework", "instrument", "indicator", "filing_item"):
        if hasattr(row, owner):
            return framework_of(getattr(row, owner))
    raise TypeError(f"{type(row).__name__} is no part of a framework")


def correctable_fields(row):
    """Names of the fields of a framework row that may be corrected on their own; weights change only together."""
    return [name for name in FIELDS[type(row)] if name != "weight"]


def weights_of(framework):
    """The rows that share out the total: instruments, each followed by its parts."""
    for instrument in framework.instruments.all():
        yield instrument
        yield from instrument.parts.all()


def preview_corrections(corrections):
    """Tell what `correct_all` would do, and do nothing."""
    with transaction.atomic():
        preview = _apply(corrections)
        transaction.set_rollback(True)
    for row, _ in corrections:
        row.refresh_from_db()
    return preview


def correct(row, values, reason, by):
    """Change fields of one framework row; see `correct_all`."""
    return correct_all([(row, values)], reason, by)


@transaction.atomic
def correct_all(corrections, reason, by):
    """Change fields of framework rows together, recompute every assessment they touch, and record one revision.

    `corrections` are (row, {field: new value}) of one framework; weights, for example, only change together. Raises
    ValidationError with a Thai sentence when nothing changes, the reason is empty, or the result is not a valid
    framework. Returns the FrameworkRevision.
    """
    if not reason.strip():
        raise ValidationError("โปรดเขียนเหตุผลของการแก้ไข เพื่อให้ผู้อื่นตรวจสอบได้ภายหลัง")
    framework = Framework.objects.select_for_update().get(pk=framework_of(corrections[0][0]).pk)
    preview = _apply(corrections)
    if not preview.changes:
        raise ValidationError("ไม่มีข้อมูลใดเปลี่ยนไปจากเดิม จึงไม่มีอะไรต้องบันทึก")
    revision = FrameworkRevision.objects.create(
        framework=framework,
        number=framework.revisions.count() + 1,
        by=by,
        reason=reason.strip(),
        changes=preview.changes,
        affected=preview.affected,
    )
    changes = {
        f"{change['place']} · {change['field']}": (change["old"], change["new"]) for change in preview.changes
    }
    _tell_assessments(preview.affected, by)
    trail.record("correct_framework", revision.framework, by=by, changes=changes)
    return revision


def _tell_assessments(affected, by):
    """Let the history of every result that moved say so: its office corrected nothing and still reads other figures."""
    rows = Assessment.objects.unscoped("a framework serves all organisations").for_page()
    moved = rows.in_bulk({change["assessment"] for change in affected})
    for assessment in sorted(moved.values(), key=lambda row: row.organization_id):
        changes = {
            CACHED_FIGURES[change["figure"]]: (change["old"], change["new"])
            for change in affected
            if change["assessment"] == assessment.pk
        }
        trail.record("follow_framework", assessment, by=by, changes=changes)


def _apply(corrections):
    changes, enters_arithmetic = [], False
    for row, values in corrections:
        for name in _differing(row, values):
            change = {
                "place": str(row),
                "field": str(row._meta.get_field(name).verbose_name),
                "old": _shown(row, name),
            }
            setattr(row, name, values[name])
            changes.append({**change, "new": _shown(row, name)})
            enters_arithmetic |= FIELDS[type(row)][name]
        row.full_clean()
        row.save()
    framework = framework_of(corrections[0][0])
    problems = list(framework_checks.contradictions(framework_files.export_framework(framework)))
    if changes and problems:
        raise ValidationError(problems)
    return Preview(changes, _recompute(framework) if enters_arithmetic else [])


def _differing(row, values):
    """Names of correctable fields whose new value is not the stored one."""
    return [name for name, new in values.items() if name in FIELDS[type(row)] and getattr(row, name) != new]


def _recompute(framework):
    """Refresh every assessment of the framework; the totals and levels that moved."""
    affected = []
    assessments = Assessment.objects.unscoped("a framework serves all organisations").filter(
        framework=framework
    )
    for assessment in assessments.select_related("organization", "framework"):
        before = (assessment.computed_total, assessment.computed_rating)
        refresh_computed(assessment)
        after = (assessment.computed_total, assessment.computed_rating)
        for figure, old, new in zip(CACHED_FIGURES, before, after, strict=True):
            if old != new:
                affected.append(
                    {
                        "organization": assessment.organization.short_name,
                        "assessment": assessment.pk,
                        "figure": figure,
                        "old": None if old is None else str(old),
                        "new": None if new is None else str(new),
                    }
                )
    return affected


def _shown(row, name):
    """A field's value as people read it in the list of changes."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


@transaction.atomic
def copy_framework(source, year, by):
    """Start the framework of another year from this one: everything provisional, each question continuing its original.

    Only an empty framework (2570 as loaded) or a missing year may be filled. Links to the year before are kept where
    the copy is for the following year. Raises ValueError with a Thai sentence.
    """
    existing = Framework.objects.filter(year=year).first()
    if existing and existing.instruments.exists():
        raise ValueError(f"{existing} มีข้อมูลอยู่แล้ว การคัดลอกจะไม่ทับของเดิม")
    content = framework_files.export_framework(source)
    content.update(
        year=year,
        title=existing.title if existing else content["title"].replace(str(source.year), str(year)),
        is_provisional=True,
        is_rating_provisional=True,
        note=f"คัดลอกจากเกณฑ์ปี {source.year} ยังไม่ได้ตรวจกับประกาศของปี {year}",
        calendar=[],
    )
    follows = year == source.year + 1
    for instrument in content["instruments"]:
        instrument["is_provisional"] = True
        for indicator in instrument["indicators"]:
            indicator["is_provisional"] = True
            for question in indicator["questions"]:
                question.update(is_provisional=True, continues=question["code"] if follows else None)
    for item in content["filing_items"]:
        item["is_provisional"] = True
    framework, _ = framework_files.load_framework(content, fills_corrected=True)
    trail.record("copy_framework", framework, by=by, changes={"copied_from": (None, source)})
    return framework
