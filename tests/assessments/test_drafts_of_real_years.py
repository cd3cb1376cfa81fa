"""Drafts from the shared library on the bare score sheets of real years."""

import pytest

from assessments import workflow
from assessments.models import Analysis, Assessment, Disposition, Framework, QuestionScore
from assessments.recommendations import placeholders_left
from organizations.models import TrailEntry
from reports.demo import demo_paths, read_demo
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def demo_of(slug):
    return next(read_demo(path) for path in demo_paths() if path.stem == slug)


def bare(slug, year):
    """The announced figures of a demo municipality and nothing else, of an office with a name of its own."""
    content = next(row for row in demo_of(slug)["assessments"] if row["year"] == year)
    figures = {**content["instruments"], **content["indicators"], **content["questions"]}
    organization = builders.an_organization(place_name="ทุ่งทองใหม่")
    return builders.an_assessment(organization, Framework.objects.get(year=year), official=figures)


@pytest.fixture
def khlongse(library, db):
    """คลองเส 2568 as a bare score sheet."""
    return bare("khlongse", 2568)


def codes_of(analysis):
    return [question.code for question in analysis.questions.order_by("order")]


def test_a_bare_score_sheet_gets_a_draft_for_each_of_its_52_questions(khlongse):
    drafted = workflow.draft_analyses(khlongse, by=None)

    codes = sorted(code for analysis in khlongse.analyses.all() for code in codes_of(analysis))
    assert drafted == 52
    assert codes == sorted(khlongse.framework.questions.values_list("code", flat=True))
    assert all(analysis.is_draft and analysis.drafted_from for analysis in khlongse.analyses.all())


def test_drafts_leave_no_placeholder_and_name_nobody_else(khlongse):
    workflow.draft_analyses(khlongse, by=None)

    texts = "\n".join(analysis.text for analysis in khlongse.analyses.all())
    others = [demo_of(path.stem)["organization"] for path in demo_paths()]
    assert placeholders_left(texts) == []
    assert khlongse.organization.name in texts
    assert [row["place_name"] for row in others if row["place_name"] in texts] == []


def test_the_band_of_the_score_decides_over_the_disposition(khlongse):
    workflow.draft_analyses(khlongse, by=None)

    dispositions = {
        code: analysis.disposition for analysis in khlongse.analyses.all() for code in codes_of(analysis)
    }
    assert {code for code, value in dispositions.items() if value == Disposition.FIX} == {"i10", "O10"}
    develop = {code for code, value in dispositions.items() if value == Disposition.DEVELOP}
    assert develop == {"i4", "i12", "i15", "e8", "e9"}  # 95.00 is no strength: that lies above 95


def test_neighbours_with_the_same_text_share_one_analysis(khlongse):
    workflow.draft_analyses(khlongse, by=None)

    shared = [codes_of(analysis) for analysis in khlongse.analyses.all() if analysis.questions.count() > 1]
    assert ["O1", "O2", "O3", "O4"] in shared
    assert ["i7", "i8", "i9"] in shared


def test_drafting_again_drafts_nothing_and_leaves_no_trace(khlongse):
    workflow.draft_analyses(khlongse, by=None)
    entries = TrailEntry.objects.count()

    assert workflow.draft_analyses(khlongse, by=None) == 0
    assert TrailEntry.objects.count() == entries


def test_indicators_without_question_scores_are_drafted_as_a_whole(library, db):
    assessment = bare("thana", 2564)

    drafted = workflow.draft_analyses(assessment, by=None)

    assert drafted == 10
    assert [analysis.indicator.number for analysis in assessment.analyses.all()] == list(range(1, 11))
    assert not any(codes_of(analysis) for analysis in assessment.analyses.all())


@pytest.mark.parametrize("year", [2564, 2565, 2566, 2567, 2568, 2569])
def test_every_question_of_every_year_gets_a_draft_in_every_band(library, year):
    framework = Framework.objects.get(year=year)
    questions = list(framework.questions.all())
    for score in (0, 90, 100):
        assessment = builders.an_assessment(framework=framework)
        QuestionScore.objects.bulk_create(
            QuestionScore(assessment=assessment, question=question, official=score) for question in questions
        )

        assert workflow.draft_analyses(assessment, by=None) == len(questions)


def test_drafts_stand_under_the_topics_of_the_following_filing_item(library, db):
    assessment = bare("phochai", 2567)

    workflow.draft_analyses(assessment, by=None)

    topics = {
        row.indicator.number: [topic.number for topic in row.topics.all()] for row in assessment.analyses.all()
    }
    assert topics[4] == [4]
    assert topics[6] == [1, 2]
    assert set(
        Analysis.objects.filter(assessment=assessment).values_list(
            "topics__filing_item__framework__year", flat=True
        )
    ) == {2568}


def test_drafting_takes_as_many_queries_for_two_questions_as_for_52(khlongse, django_assert_max_num_queries):
    few = builders.an_assessment(framework=khlongse.framework, official={"i1": "90.00", "i2": "90.00"})

    with django_assert_max_num_queries(24):
        workflow.draft_analyses(Assessment.objects.get(pk=few.pk), by=None)
    with django_assert_max_num_queries(24):
        workflow.draft_analyses(Assessment.objects.get(pk=khlongse.pk), by=None)
