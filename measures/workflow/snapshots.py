"""Steps back in a draft plan: its measures as they were before an act, and putting them back."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from measures.models import (
    Measure,
    MeasureOwner,
    MeasureStep,
    MeasureTarget,
    MeasureTitle,
    PlanSnapshot,
)
from measures.workflow.order import set_aside

KEPT = 20  # steps back per plan
LONGEST_LABEL = PlanSnapshot._meta.get_field("label").max_length
PARTS = {"titles": MeasureTitle, "steps": MeasureStep, "owners": MeasureOwner, "targets": MeasureTarget}
NOT_WRITTEN = ("order", "version")  # of a measure: what no form shows


def remember(plan, label, *, by):
    """Keep the plan as it is before an act that the label names ("ลบ “…”"); only the last KEPT are kept."""
    PlanSnapshot.objects.create(plan=plan, label=label[:LONGEST_LABEL], content=_content_of(plan), by=by)
    surplus = list(plan.snapshots.order_by("-pk").values_list("pk", flat=True)[KEPT:])
    plan.snapshots.filter(pk__in=surplus).delete()


def forget(plan):
    """No step back any more: for the plan that is adopted."""
    plan.snapshots.all().delete()


def restore(plan, snapshot):
    """Make the measures of the plan what they were, with their primary keys, and drop the snapshot.

    A measure whose text changes gets a new version, so that whoever has it open is told. Raises ValidationError when
    something that the old measures named is gone meanwhile; then nothing changes.
    """
    try:
        with transaction.atomic():
            _put_back(plan, snapshot.content)
    except IntegrityError:
        raise ValidationError(
            "ย้อนกลับไม่ได้ เพราะข้อมูลที่มาตรการเดิมอ้างถึง เช่น ส่วนราชการ ไม่มีแล้ว แผนยังเป็นเหมือนก่อนกดย้อนกลับ"
        ) from None
    snapshot.delete()


def _put_back(plan, kept):
    now = _content_of(plan)
    stored, wanted = _by_key(now["measures"]), _by_key(kept["measures"])
    written_now, written_then = _written(now), _written(kept)
    rewritten = {pk for pk, written in written_then.items() if written_now.get(pk) != written}
    _rows(Measure, plan).filter(pk__in=stored.keys() - wanted.keys()).delete()
    differing = [
        row
        for pk, row in wanted.items()
        if pk in stored and (pk in rewritten or row["order"] != stored[pk]["order"])
    ]
    set_aside(_rows(Measure, plan).filter(pk__in=[row["id"] for row in differing]))
    for row in differing:
        version = stored[row["id"]]["version"] + (row["id"] in rewritten)
        _rows(Measure, plan).filter(pk=row["id"]).update(**_values(Measure, {**row, "version": version}))
    Measure.objects.bulk_create(
        Measure(**_values(Measure, row)) for pk, row in wanted.items() if pk not in stored
    )
    for name, model in PARTS.items():
        _rows(model, plan).filter(measure__in=rewritten).delete()
        model.objects.bulk_create(
            model(**_values(model, row)) for row in kept[name] if row["measure_id"] in rewritten
        )


def _content_of(plan):
    """{"measures": [{column: value}], and the same for each of PARTS}, as JSON can hold it."""
    models = {"measures": Measure, **PARTS}
    return {
        name: [{column: _plain(value) for column, value in row.items()} for row in _rows(model, plan).values()]
        for name, model in models.items()
    }


def _rows(model, plan):
    path = "plan" if model is Measure else "measure__plan"
    return model.objects.unscoped("rows of the plan in hand").filter(**{path: plan}).order_by("pk")


def _by_key(rows):
    return {row["id"]: row for row in rows}


def _written(content):
    """{pk of a measure: all that a person wrote of it}."""
    written = {
        row["id"]: [{name: value for name, value in row.items() if name not in NOT_WRITTEN}]
        for row in content["measures"]
    }
    for name in PARTS:
        for row in content[name]:
            written[row["measure_id"]].append(row)
    return written


def _plain(value):
    return str(value) if isinstance(value, (date, Decimal)) else value


def _values(model, row):
    """The kept columns as the model takes them."""
    return {name: model._meta.get_field(name).to_python(value) for name, value in row.items()}
