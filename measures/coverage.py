"""The one rule of coverage: every score below 100 ends in a measure, or in a reason for none.

It is judged at the finest level entered: by the questions of an indicator that has question scores, else by the
indicator. Both parts of an EIT question count. Workspace, plan checks and sign-off all ask `coverage_of`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, TextChoices

from assessments.bands import MEASURE_EXPECTED_BELOW, is_full
from assessments.subjects import Subject, finest, subjects_of
from ita_portal.thai_text import to_thai_digits
from measures.models import Measure


class Outcome(TextChoices):
    FULL = "full", "เต็ม ๑๐๐"
    MEASURE = "measure", "มีมาตรการ"
    REASON = "reason", "มีเหตุผลที่ไม่จัดทำมาตรการ"
    UNDECIDED = "undecided", "ยังไม่ตัดสินใจ"


@dataclass(frozen=True)
class Naming:
    """What a measure or a reason is said of: an indicator as a whole, or only these of its questions (keys of rows)."""

    indicator: int
    questions: frozenset[int] = frozenset()

    def names(self, subject):
        """True when the subject is meant.

        Where an indicator has no question scores, whatever is said of one of its questions is said of its score.
        """
        if subject.indicator.pk != self.indicator:
            return False
        return not self.questions or not subject.is_question or subject.row.pk in self.questions


@dataclass(frozen=True)
class Decision:
    """What became of one score: the measures that answer it, and the reasons given for none."""

    subject: Subject
    measures: tuple = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_needed(self):
        """A score of 100 in every part asks for nothing, though it may have a measure that keeps it there."""
        return not is_full(self.subject.scores)

    @property
    def outcome(self):
        if self.measures:
            return Outcome.MEASURE
        if not self.is_needed:
            return Outcome.FULL
        return Outcome.REASON if self.reasons else Outcome.UNDECIDED

    @property
    def is_undecided(self):
        return self.outcome == Outcome.UNDECIDED

    @property
    def warning(self):
        """A Thai sentence where a low score has no measure, also when there is a reason; else ''."""
        if self.measures or self.subject.score >= MEASURE_EXPECTED_BELOW:
            return ""
        lowest, limit = (
            to_thai_digits(f"{score:.2f}") for score in (self.subject.score, MEASURE_EXPECTED_BELOW)
        )
        told = "มีเพียงเหตุผลที่ไม่จัดทำมาตรการ" if self.reasons else "ยังไม่มีมาตรการ"
        return f"{name_of(self.subject)} ได้ {lowest} คะแนน ต่ำกว่า {limit} แต่{told} โปรดพิจารณาจัดทำมาตรการ"


@dataclass(frozen=True)
class Coverage:
    """The decisions on all scores of an assessment, in the order of the framework."""

    decisions: tuple[Decision, ...]
    answering_nothing: tuple = ()  # measures of the plan that name no question or indicator of this assessment

    @property
    def needed(self):
        """The decisions that the rule asks for: scores below 100."""
        return tuple(decision for decision in self.decisions if decision.is_needed)

    @property
    def undecided(self):
        return tuple(decision.subject for decision in self.decisions if decision.is_undecided)

    @property
    def needed_count(self):
        return len(self.needed)

    @property
    def left_count(self):
        return len(self.undecided)

    @property
    def is_complete(self):
        return not self.undecided

    @property
    def warnings(self):
        return tuple(decision.warning for decision in self.decisions if decision.warning)

    @property
    def unit(self):
        """What is counted, in Thai: questions, indicators, or both."""
        kinds = {decision.subject.is_question for decision in self.decisions}
        if len(kinds) == 2:
            return "รายการ"
        return "ข้อ" if True in kinds else "ตัวชี้วัด"


def decide(
    subjects: Iterable[Subject], answers: Iterable[tuple[object, Naming]], reasons: Iterable[tuple[str, Naming]]
) -> tuple[Decision, ...]:
    """The rule itself, without a database.

    `answers` pairs a measure with what it answers (a measure may come several times), `reasons` a reason for no measure
    with what it was given for.
    """
    answers, reasons = list(answers), list(reasons)
    return tuple(
        Decision(
            subject,
            tuple(dict.fromkeys(measure for measure, naming in answers if naming.names(subject))),
            tuple(dict.fromkeys(reason for reason, naming in reasons if naming.names(subject))),
        )
        for subject in subjects
    )


def coverage_of(assessment, analyses=None):
    """The coverage of an assessment, in a constant number of queries.

    A measure counts when it stands in a plan made from this assessment and was not cancelled. `analyses` are those of
    the assessment with their questions, for callers who have read them already.
    """
    analyses = assessment.analyses.prefetch_related("questions") if analyses is None else analyses
    answers, answering_nothing = _answers_of(assessment)
    reasons = [
        (analysis.reason_without_measure, naming_of(analysis))
        for analysis in analyses
        if analysis.reason_without_measure
    ]
    return Coverage(decide(finest(subjects_of(assessment)), answers, reasons), answering_nothing)


def naming_of(analysis):
    """What an analysis is about."""
    return Naming(analysis.indicator_id, frozenset(question.pk for question in analysis.questions.all()))


def name_of(subject):
    """ข้อ i4, or ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต."""
    return f"ข้อ {subject.row.code}" if subject.is_question else str(subject.row)


def _answers_of(assessment):
    """([(measure, what it answers)], measures that name nothing of this assessment)."""
    standing = Measure.objects.standing().prefetch_related("titles", "targets")
    plans = assessment.measure_plans.prefetch_related(Prefetch("measures", standing))
    indicators = set(assessment.framework.indicators.values_list("pk", flat=True))
    answers, answering_nothing = [], []
    for measure in (measure for plan in plans for measure in plan.measures.all()):
        targets = [target for target in measure.targets.all() if target.indicator_id in indicators]
        answers += [(measure, _naming_of_target(target)) for target in targets]
        if not targets:
            answering_nothing.append(measure)
    return answers, tuple(answering_nothing)


def _naming_of_target(target):
    return Naming(target.indicator_id, frozenset({target.question_id} if target.question_id else ()))
