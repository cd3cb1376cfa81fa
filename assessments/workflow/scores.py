"""Recording the figures of an assessment: many at once, or one by one while others do the same."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from assessments import scoring
from assessments.models import (
    Assessment,
    AssessmentStatus,
    IndicatorScore,
    InstrumentScore,
    QuestionScore,
)
from assessments.score_tree import figures_of, verdict_of
from organizations import trail

HEADER_FIELDS = ("announced_on", "source", "official_rating", "official_rank", "rank_scope")


@dataclass(frozen=True)
class ScoreEdit:
    """A figure as typed by somebody who saw the row at `version` (0: nobody had recorded it)."""

    key: str
    value: Decimal | None
    version: int


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the row in between: both values, and the version to save with when mine shall stand."""

    key: str
    mine: Decimal | None
    theirs: Decimal | None
    version: int
    entry: object = None  # the TrailEntry that tells who and when, where there is one


@dataclass
class SaveOutcome:
    """What became of each edit: the new version of what was saved (also where nothing had to change), and conflicts."""

    saved: dict = field(default_factory=dict)  # key → version
    conflicts: list = field(default_factory=list)


@transaction.atomic
def save_scores(assessment, edits, *, by):
    """Store figures one by one, each only if its row is still as its writer saw it.

    The key "total" is a field of the assessment and goes by the assessment's version. An edit that equals what is
    stored is saved without a change. Conflicts store nothing and do not hinder the others. Raises ValidationError as
    record_scores does; then nothing is stored.
    """
    hold_draft(assessment)
    places = places_of(assessment.framework)
    check_figures({edit.key: edit.value for edit in edits}, places, assessment.framework)
    rows = rows_of(assessment)
    outcome, stale, accepted = SaveOutcome(), [], {}
    for edit in edits:
        row = rows.get(edit.key)
        version = row.version if row else 0
        if _value_of(row, edit.key) == edit.value:
            outcome.saved[edit.key] = version
        elif edit.version != version:
            stale.append(edit)
        else:
            accepted[edit.key] = edit.value
    outcome.conflicts = _conflicts(assessment, rows, stale)
    if accepted:
        changes = {key: (_value_of(rows.get(key), key), value) for key, value in accepted.items()}
        outcome.saved.update(_store(assessment, places, rows, accepted))
        refresh_computed(assessment)
        trail.record("record_scores", assessment, by=by, changes=changes)
    return outcome


@transaction.atomic
def record_scores(assessment, figures, *, by, verb="record_scores"):
    """Store official figures and refresh the computed ones, whatever stood there before.

    `figures` maps element keys ("total", "IIT", "EIT/1", "4", "i4", "e1/2", "O27") to a Decimal 0–100 with two
    decimals, or None to take a figure away. Keys that are not mentioned stay as they are. Raises ValidationError with
    Thai sentences for an unknown key, a figure out of range, or an assessment that is confirmed.
    """
    hold_draft(assessment)
    places = places_of(assessment.framework)
    check_figures(figures, places, assessment.framework)
    rows = rows_of(assessment)
    changes = {key: (_value_of(rows.get(key), key), value) for key, value in figures.items()}
    wanting = {
        key: value for key, value in figures.items() if key not in rows or _value_of(rows[key], key) != value
    }
    _store(assessment, places, rows, wanting)
    refresh_computed(assessment)
    trail.record(verb, assessment, by=by, changes=changes)


@transaction.atomic
def save_header(assessment, values, *, version, by):
    """Store what was announced beside the figures (HEADER_FIELDS); returns the new version, or None when stale.

    Raises ValidationError for a confirmed assessment or a field that breaks a rule.
    """
    hold_draft(assessment)
    before = {name: getattr(assessment, name) for name in values}
    if all(before[name] == value for name, value in values.items()):
        return assessment.version
    for name, value in values.items():
        setattr(assessment, name, value)
    assessment.full_clean()
    rows = Assessment.objects.unscoped("the assessment in hand").filter(pk=assessment.pk, version=version)
    if not rows.update(**values, version=F("version") + 1):
        assessment.refresh_from_db()
        return None
    assessment.refresh_from_db(fields=["version"])
    changes = {name: (before[name], values[name]) for name in values}
    trail.record("save_header", assessment, by=by, changes=changes)
    return assessment.version


def hold_draft(assessment):
    """Take the draft for the time of this transaction; refuse when it is confirmed, also meanwhile by another person.

    Raises ValidationError. Two people who change one assessment at once come after one another from here on.
    """
    rows = Assessment.objects.unscoped("the assessment in hand")
    if not rows.filter(pk=assessment.pk, status=AssessmentStatus.DRAFT).update(status=AssessmentStatus.DRAFT):
        raise ValidationError("ผลการประเมินนี้ยืนยันแล้ว โปรดเปิดแก้ไขก่อนบันทึกคะแนน")
    # What others recorded meanwhile: the verb compares with the database, not with what was read before.
    fields = ["status", "official_total", "computed_total", "computed_rating", "version", *HEADER_FIELDS]
    assessment.refresh_from_db(fields=fields)


def check_figures(figures, places, framework):
    """Refuse unknown keys and figures that are no scores of two decimals."""
    unknown = [key for key in figures if key not in places]
    if unknown:
        raise ValidationError([f"ไม่มี “{key}” ใน{framework}" for key in unknown])
    for key, value in figures.items():
        if value is None:
            continue
        if not value.is_finite() or not 0 <= value <= scoring.FULL_SCORE:
            raise ValidationError(f"คะแนนของ {key} ต้องอยู่ระหว่าง 0 ถึง 100")
        if value != value.quantize(scoring.CENT):
            raise ValidationError(f"คะแนนของ {key} มีทศนิยมเกิน 2 ตำแหน่ง")


def rows_of(assessment):
    """The rows that hold the figures of an assessment, by element key; "total" is the assessment itself."""
    return {
        "total": assessment,
        **{row.key: row for row in _cached_rows(assessment)},
        **{row.key: row for row in assessment.question_scores.select_related("question", "part")},
    }


def _value_of(row, key):
    if row is None:
        return None
    return row.official_total if key == "total" else row.official


def _store(assessment, places, rows, figures):
    """Write figures and return the new version of each row: a conditional update, or one insert for all of a kind."""
    versions, new = {}, {}
    for key, value in figures.items():
        model, place = places[key]
        if key in rows:
            versions[key] = _update(rows[key], key, value)
        else:
            row = model(assessment=assessment, official=value, **place)
            new.setdefault(model, []).append(row)
            versions[key] = row.version
    for model, rows_to_insert in new.items():
        model.objects.bulk_create(rows_to_insert)
    return versions


def _update(row, key, value):
    field_name = "official_total" if key == "total" else "official"
    rows = type(row).objects.unscoped("the row in hand").filter(pk=row.pk, version=row.version)
    if not rows.update(**{field_name: value, "version": F("version") + 1}):
        raise RuntimeError(f"{key} changed while its assessment was held")
    setattr(row, field_name, value)
    row.version += 1
    return row.version


def _conflicts(assessment, rows, stale):
    """What stands against edits that came too late."""
    entries = last_changes(assessment, [edit.key for edit in stale])
    return [
        Conflict(
            edit.key,
            edit.value,
            _value_of(rows.get(edit.key), edit.key),
            rows[edit.key].version if edit.key in rows else 0,
            entries[edit.key],
        )
        for edit in stale
    ]


def last_changes(assessment, names):
    """The trail entry that last changed each of the named figures or fields; None where there is none."""
    found = dict.fromkeys(names)
    if not found:
        return found
    entries = assessment.organization.trail.about(assessment).filter(changes__has_any_keys=list(found))
    # Latest first, and no further than needed: most often the very last entries tell it all.
    for entry in entries.select_related("by").order_by("-pk").iterator(chunk_size=50):
        for name in found.keys() & entry.changes.keys():
            found[name] = found[name] or entry
        if all(found.values()):
            break
    return found


@transaction.atomic
def refresh_computed(assessment):
    """Write the computed figures of an assessment to their caches. The only writer of them.

    Returns True when a cached figure changed.
    """
    total = figures_of(assessment)
    level = verdict_of(assessment, total).level
    computed = {figure.element.key: figure.computed for figure in total.walk()}
    changed = _write(assessment, computed_total=total.computed, computed_rating=level.name if level else "")
    stored = {row.key: row for row in _cached_rows(assessment)}
    for key, (model, place) in places_of(assessment.framework).items():
        if model not in (InstrumentScore, IndicatorScore):
            continue
        row = stored.get(key)
        if row is None and computed.get(key) is not None:
            row = model(assessment=assessment, version=0, **place)  # 0: nobody has recorded it
        if row is not None:
            changed |= _write(row, computed=computed.get(key))
    return changed


def _cached_rows(assessment):
    yield from assessment.instrument_scores.select_related("instrument", "part")
    yield from assessment.indicator_scores.select_related("indicator")


def _write(row, **values):
    """Save the values if they differ from what the row holds; True when they did."""
    differing = [name for name, value in values.items() if getattr(row, name) != value or row.pk is None]
    for name in differing:
        setattr(row, name, values[name])
    if row.pk is None:
        row.save()
    elif differing:
        row.save(update_fields=differing)
    return bool(differing)


def places_of(framework):
    """Where each element key of a framework is stored: key → (model, lookup), in the order of the framework."""
    places = {"total": (Assessment, {})}
    for instrument in framework.instruments.prefetch_related("parts", "indicators__questions"):
        parts = list(instrument.parts.all())
        places[instrument.code] = (InstrumentScore, {"instrument": instrument, "part": None})
        for part in parts:
            places[f"{instrument.code}/{part.number}"] = (
                InstrumentScore,
                {"instrument": instrument, "part": part},
            )
        for indicator in instrument.indicators.all():
            places[str(indicator.number)] = (IndicatorScore, {"indicator": indicator})
            for question in indicator.questions.all():
                for part in parts or [None]:
                    key = f"{question.code}/{part.number}" if part else question.code
                    places[key] = (QuestionScore, {"question": question, "part": part})
    return places
