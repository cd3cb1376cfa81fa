"""What the pages of an import say: how it was read, what it would change, and what the year then adds up to."""

from dataclasses import dataclass
from decimal import Decimal

from assessments import scoring
from assessments.import_changes import Change, changes_of, fingerprint, target_of
from assessments.models import Assessment, ImportStatus, ScoreImport
from assessments.score_tree import frameworks_with_tree, levels_of, officials_of, tree_of
from assessments.scoring import TOLERANCE, Figure, Level, Verdict
from assessments.trail_words import name_of_element
from organizations.models import TrailEntry

SHOWN_LEVELS = (Level.TOTAL, Level.INSTRUMENT)


@dataclass(frozen=True)
class ChangeReading:
    """A change with the name of its figure or fact, and whether it is to be stored."""

    change: Change
    name: str
    text: str  # the wording or the indicator's name
    is_score: bool
    is_chosen: bool

    @property
    def key(self):
        return self.change.key


@dataclass(frozen=True)
class LineReading:
    """A line of the material: what it became, or why it became nothing."""

    place: str
    text: str
    name: str = ""
    value: str = ""
    problem: str = ""
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """A computed figure now and after the chosen changes, and the official one it would have to agree with."""

    label: str
    before: Decimal | None
    after: Decimal | None
    official: Decimal | None

    @property
    def difference(self):
        """Announced minus computed where they are more than 0.01 apart, else None."""
        if self.official is None or self.after is None:
            return None
        difference = self.official - self.after
        return difference if abs(difference) > TOLERANCE else None


@dataclass(frozen=True)
class ImportPreview:
    score_import: ScoreImport
    assessment: Assessment | None
    changes: list[ChangeReading]
    lines: list[LineReading]
    outcomes: list[Outcome]  # the total first
    before: Verdict
    after: Verdict
    seen: str

    @property
    def total(self):
        return self.outcomes[0]

    @property
    def agrees(self):
        """True or False where the official total can be compared with the computed one, else None."""
        if self.total.official is None or self.total.after is None:
            return None
        return self.total.difference is None

    @property
    def replacing(self):
        return [row for row in self.changes if row.change.replaces]

    @property
    def new(self):
        return [row for row in self.changes if not row.change.is_same and not row.change.replaces]

    @property
    def same(self):
        return [row for row in self.changes if row.change.is_same]

    @property
    def change_count(self):
        return len(self.changes) - len(self.same)

    @property
    def problems(self):
        return [line for line in self.lines if line.problem]

    @property
    def placed(self):
        return [line for line in self.lines if line.name]

    @property
    def passed_over(self):
        return [line for line in self.lines if not line.name and not line.problem]

    @property
    def may_be_applied(self):
        is_open = self.assessment is None or not self.assessment.is_confirmed
        return self.score_import.status == ImportStatus.WAITING and is_open


def preview_of(score_import, left_out=()):
    """Everything the page of one import says, without the changes `left_out` in what the year adds up to."""
    framework = frameworks_with_tree().get(pk=score_import.framework_id)
    assessment, names = target_of(score_import), _names_of(framework)
    changes = changes_of(score_import, assessment)
    readings = [_read_change(change, names, score_import, left_out) for change in _in_order(changes, names)]
    stored = officials_of(assessment) if assessment else {}
    tree, levels = tree_of(framework), levels_of(framework)
    before = scoring.evaluate(tree, stored)
    after = scoring.evaluate(tree, _merged(stored, readings))
    return ImportPreview(
        score_import=score_import,
        assessment=assessment,
        changes=readings,
        lines=[_read_line(line, names) for line in score_import.reading],
        outcomes=_outcomes(before, after),
        before=scoring.judge(before, levels),
        after=scoring.judge(after, levels),
        seen=fingerprint(changes),
    )


def _read_change(change, names, score_import, left_out):
    is_score = change.key in score_import.figures
    name, text = names[change.key] if is_score else (Assessment._meta.get_field(change.key).verbose_name, "")
    return ChangeReading(change, name, text, is_score, not change.is_same and change.key not in left_out)


def _in_order(changes, names):
    """The announced facts first, then the figures in the order of the framework."""
    places = {key: place for place, key in enumerate(names)}
    return sorted(changes, key=lambda change: places.get(change.key, -1))


def _merged(stored, readings):
    taken = {row.key: row.change.new for row in readings if row.is_score and row.is_chosen}
    return {key: value for key, value in {**stored, **taken}.items() if value is not None}


def _outcomes(before: Figure, after: Figure):
    earlier = {figure.element.key: figure for figure in before.walk()}
    return [
        Outcome(figure.element.label, earlier[figure.element.key].computed, figure.computed, figure.official)
        for figure in after.walk()
        if figure.element.level in SHOWN_LEVELS
    ]


def _read_line(line, names):
    """A line as propose_import() keeps it; a key may be an element key or an announced fact."""
    told = {name: line.get(name) or "" for name in ("place", "text", "value", "problem", "note")}
    key = line.get("key") or ""
    if not key:
        return LineReading(**told)
    name = names[key][0] if key in names else str(Assessment._meta.get_field(key).verbose_name)
    return LineReading(name=name, **told)


def _names_of(framework):
    """{element key: (its name, the wording or name behind it)} in the order of the framework."""
    names = {"total": ("คะแนนรวม", "")}
    for instrument in framework.instruments.all():
        parts = list(instrument.parts.all())
        names[instrument.code] = (instrument.code, instrument.name)
        for part in parts:
            names[f"{instrument.code}/{part.number}"] = (f"{instrument.code} {part.name}", instrument.name)
        for indicator in instrument.indicators.all():
            names[str(indicator.number)] = (name_of_element(str(indicator.number)), indicator.name)
            for question in indicator.questions.all():
                for key in [f"{question.code}/{part.number}" for part in parts] or [question.code]:
                    names[key] = (name_of_element(key), question.text)
    return names


# -- Lists of imports ------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImportRow:
    """An import in a list: what came, and who settled it."""

    score_import: ScoreImport
    settled: TrailEntry | None

    @property
    def figure_count(self):
        return len(self.score_import.figures)

    @property
    def is_waiting(self):
        return self.score_import.status == ImportStatus.WAITING


def imports_of(organization, framework, user):
    """The imports of an organisation's year that the person works on, newest first; two queries."""
    rows = ScoreImport.objects.editable_by(user).filter(organization=organization, framework=framework)
    rows = list(rows.select_related("by"))
    settled = {entry.subject_id: entry for entry in _settlings(rows, user)}
    return [ImportRow(row, settled.get(row.pk)) for row in rows]


def settled_by(score_import, user):
    """The entry that tells who applied the import or set it aside, and when; None while it waits."""
    return next(iter(_settlings([score_import], user)), None)


def _settlings(rows, user):
    entries = TrailEntry.objects.visible_to(user).filter(
        subject_type=ScoreImport._meta.label_lower,
        subject_id__in=[row.pk for row in rows],
        verb__in=("apply_import", "discard_import"),
    )
    return entries.select_related("by")


def waiting_imports(organization, framework, user):
    """The imports that wait for this person to confirm them, newest first; none for people who only read."""
    rows = ScoreImport.objects.editable_by(user).filter(organization=organization, framework=framework)
    return list(rows.waiting().select_related("by"))
