"""Figures that come all at once wait for a person, are applied in one transaction, and only as they were seen."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessments import workflow
from assessments.import_changes import NOTHING_ANNOUNCED, changes_of, fingerprint, target_of
from assessments.models import Assessment, ImportStatus, QuestionScore, ScoreImport
from assessments.score_tree import officials_of
from assessments.workflow import scores
from organizations.models import Role, TrailEntry
from tests.builders import FULL_SCORES, a_framework, a_user, an_assessment, an_organization

pytestmark = pytest.mark.django_db

FIGURES = {"i1": "98.26", "e1/1": "96.80", "total": "96.83"}


def an_import(organization=None, figures=None, header=None, **fields):
    organization = organization or an_organization()
    return workflow.propose_import(
        organization,
        a_framework(),
        source="paste",
        figures=FIGURES if figures is None else figures,
        header=header or {},
        reading=[],
        by=a_user(organization, Role.AUDITOR),
        **fields,
    )


def seen(score_import):
    return fingerprint(changes_of(score_import, target_of(score_import)))


def apply(score_import, **changes):
    return workflow.apply_import(score_import, **{"seen": seen(score_import), "by": score_import.by, **changes})


def test_what_is_proposed_changes_nothing_yet():
    proposed = an_import()

    assert proposed.status == ImportStatus.WAITING
    assert not Assessment.objects.exists()
    assert TrailEntry.objects.get().verb == "propose_import"


def test_an_import_starts_the_year_that_is_missing_and_stores_its_figures():
    assessment = apply(an_import())

    assert officials_of(assessment) == {key: Decimal(text) for key, text in FIGURES.items()}
    assert ScoreImport.objects.get().status == ImportStatus.APPLIED
    verbs = list(TrailEntry.objects.values_list("verb", flat=True))
    assert verbs == ["propose_import", "start", "import_scores", "apply_import"]


def test_what_an_import_does_not_mention_stays():
    assessment = an_assessment(official={"i2": "91.00"})

    apply(an_import(assessment.organization))

    assert officials_of(assessment)["i2"] == Decimal("91.00")


def test_a_change_that_was_left_out_is_not_stored():
    assessment = an_assessment(official={"i1": "90.00"})

    apply(an_import(assessment.organization), left_out=["i1", "total"])

    stored = officials_of(assessment)
    assert (stored["i1"], stored["e1/1"]) == (Decimal("90.00"), Decimal("96.80"))
    assert "total" not in stored


def test_announced_facts_are_stored_with_the_figures():
    header = {"announced_on": "2025-08-15", "official_rank": "137", "source": "ITAS", "official_rating": "ผ่านดี"}

    assessment = apply(an_import(header=header))

    assessment.refresh_from_db()
    assert (assessment.announced_on.isoformat(), assessment.official_rank) == ("2025-08-15", 137)
    assert (assessment.source, assessment.official_rating) == ("ITAS", "ผ่านดี")


def test_an_import_is_applied_once():
    proposed = an_import()
    apply(proposed)

    with pytest.raises(ValidationError, match="ไปแล้ว"):
        apply(proposed)

    assert TrailEntry.objects.filter(verb="apply_import").count() == 1


def test_a_discarded_import_can_be_neither_applied_nor_discarded_again():
    proposed = an_import()
    workflow.discard_import(proposed, by=None)

    with pytest.raises(ValidationError, match="ไปแล้ว"):
        apply(proposed)
    with pytest.raises(ValidationError, match="ไปแล้ว"):
        workflow.discard_import(proposed, by=None)

    assert not Assessment.objects.exists()


def test_differences_that_changed_meanwhile_are_not_applied():
    assessment = an_assessment()
    proposed = an_import(assessment.organization)
    shown = seen(proposed)
    workflow.record_scores(assessment, {"i1": Decimal("50.00")}, by=None)

    with pytest.raises(workflow.StaleImport):
        apply(proposed, seen=shown)

    proposed.refresh_from_db()
    assert proposed.status == ImportStatus.WAITING
    assert officials_of(assessment) == {"i1": Decimal("50.00")}


def test_a_change_elsewhere_does_not_make_an_import_stale():
    assessment = an_assessment()
    proposed = an_import(assessment.organization)
    shown = seen(proposed)
    workflow.record_scores(assessment, {"O4": Decimal("50.00")}, by=None)

    apply(proposed, seen=shown)

    assert officials_of(assessment)["i1"] == Decimal("98.26")


def test_an_import_of_what_is_stored_already_changes_nothing():
    assessment = an_assessment(official=FIGURES)
    version = assessment.version

    apply(an_import(assessment.organization))

    assessment.refresh_from_db()
    assert assessment.version == version
    assert not TrailEntry.objects.filter(verb="import_scores").exists()


def test_a_figure_can_be_taken_away():
    assessment = an_assessment(official={"i1": "90.00"})

    apply(an_import(assessment.organization, {"i1": None}))

    assert officials_of(assessment) == {}


def test_a_confirmed_year_takes_no_import():
    assessment = an_assessment(official=FULL_SCORES, is_confirmed=True)

    with pytest.raises(ValidationError, match="ยืนยันแล้ว"):
        an_import(assessment.organization)


def test_a_year_confirmed_while_the_import_waited_stays_as_it_is():
    assessment = an_assessment(official=FULL_SCORES)
    proposed = an_import(assessment.organization)
    workflow.confirm(assessment, by=None)

    with pytest.raises(ValidationError, match="ยืนยันแล้ว"):
        apply(proposed)

    proposed.refresh_from_db()
    assert proposed.status == ImportStatus.WAITING
    assert officials_of(assessment) == {key: Decimal(text) for key, text in FULL_SCORES.items()}


@pytest.mark.parametrize(
    "figures",
    [
        {"i99": "90"},
        {"i1": "100.01"},
        {"i1": "-1"},
        {"i1": "1e1"},
        {"i1": "NaN"},
        {"i1": "90.001"},
        {"i1": ""},
        {},
    ],
)
def test_figures_that_are_none_are_not_proposed(figures):
    with pytest.raises(ValidationError):
        an_import(figures=figures)

    assert not ScoreImport.objects.exists()


@pytest.mark.parametrize(
    "header",
    [
        {"status": "confirmed"},
        {"announced_on": "15/8/2568"},
        {"official_rank": "สิบ"},
        {"official_rank": "-1"},
        {"rank_scope": "ก" * 121},
    ],
)
def test_announced_facts_that_no_assessment_could_hold_are_not_proposed(header):
    with pytest.raises(ValidationError):
        an_import(header=header)

    assert not ScoreImport.objects.exists()


def test_every_announced_fact_has_its_empty_value():
    fresh = Assessment()

    assert tuple(NOTHING_ANNOUNCED) == scores.HEADER_FIELDS
    assert all(getattr(fresh, name) == value for name, value in NOTHING_ANNOUNCED.items())


def full_disk(count):
    """A database that takes `count` changes and no more."""
    left = iter(range(count))

    def execute_while_there_is_room(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and next(left, None) is None:
            raise OSError("the disk is full")
        return execute(sql, params, many, context)

    return execute_while_there_is_room


@pytest.mark.parametrize("count", range(18))  # as many changes as applying makes
def test_a_failure_after_any_change_leaves_nothing_behind(count):
    proposed = an_import(figures=FULL_SCORES)

    with pytest.raises(OSError, match="disk"), connection.execute_wrapper(full_disk(count)):
        apply(proposed)

    assert (Assessment.objects.count(), QuestionScore.objects.count(), TrailEntry.objects.count()) == (0, 0, 1)
    assert ScoreImport.objects.get().status == ImportStatus.WAITING
