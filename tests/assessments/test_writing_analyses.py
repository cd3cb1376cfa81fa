"""Writing what the figures mean: saving by version, moving questions, reasons for no measure, bands."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments import workflow
from assessments.bands import BandLimits
from assessments.models import Analysis, Disposition, Recommendation
from organizations.models import Role, TrailEntry
from tests.builders import FULL_SCORES, a_framework, a_user, an_analysis, an_assessment, an_organization
from tests.organizations.one_of_each import a_topic

pytestmark = pytest.mark.django_db

TEXTS = {
    "disposition": Disposition.DEVELOP,
    "finding": "บุคลากรบางรายเห็นว่าขั้นตอนไม่ชัดเจน",
    "recommendation": "หน่วยงานควรจัดทำคู่มือ",
    "reason_without_measure": "",
}


@pytest.fixture
def assessment():
    return an_assessment(official=FULL_SCORES)


def questions(assessment, *codes):
    return list(assessment.framework.questions.filter(code__in=codes))


def codes_of(analysis):
    return [question.code for question in analysis.questions.order_by("order")]


def save(analysis, codes=(), *, version=1, topics=(), **texts):
    return workflow.save_analysis(
        analysis,
        {**TEXTS, **texts},
        questions=questions(analysis.assessment, *codes),
        topics=topics,
        version=version,
        by=None,
    )


def new(assessment):
    return Analysis(assessment=assessment, indicator=assessment.framework.indicators.first())


def entry_of(row, verb):
    return TrailEntry.objects.about(row).get(verb=verb)


# -- Saving ----------------------------------------------------------------------------------------


def test_a_new_analysis_stands_last_with_its_questions(assessment):
    an_analysis(assessment)

    analysis = save(new(assessment), ["i1", "i2"])

    assert (analysis.order, analysis.version, codes_of(analysis)) == (2, 1, ["i1", "i2"])


def test_an_edited_draft_is_a_draft_no_more(assessment):
    draft = an_analysis(assessment, ["i1"], is_draft=True)

    saved = save(draft, ["i1"])

    assert (saved.is_draft, saved.version) == (False, 2)
    assert entry_of(draft, "save_analysis").changes["is_draft"] == ["True", "False"]


def test_saving_a_draft_as_it_is_accepts_it(assessment):
    draft = an_analysis(assessment, ["i1"], is_draft=True, **TEXTS)

    assert not save(draft, ["i1"]).is_draft


def test_saving_what_is_there_already_leaves_no_trace(assessment):
    analysis = save(new(assessment), ["i1"])

    again = save(analysis, ["i1"])

    assert again.version == 1
    assert TrailEntry.objects.filter(verb="save_analysis").count() == 1


def test_the_second_writer_gets_the_first_ones_text_and_stores_nothing(assessment):
    analysis = an_analysis(assessment, ["i1"])
    save(analysis, ["i1"], finding="ของคนแรก")

    with pytest.raises(workflow.StaleAnalysis) as stale:
        save(analysis, ["i1"], finding="ของคนที่สอง")

    assert (stale.value.current.finding, stale.value.current.version) == ("ของคนแรก", 2)
    assert Analysis.objects.get().finding == "ของคนแรก"


def test_saving_what_was_deleted_meanwhile_says_so(assessment):
    analysis = an_analysis(assessment, ["i1"])
    workflow.delete_analysis(Analysis.objects.get(), version=1, by=None)

    with pytest.raises(workflow.StaleAnalysis) as stale:
        save(analysis, ["i1"])

    assert stale.value.current is None


def test_an_analysis_without_a_word_is_refused(assessment):
    with pytest.raises(ValidationError, match="อย่างน้อยหนึ่งอย่าง"):
        save(new(assessment), ["i1"], finding="", recommendation="")


def test_a_question_of_another_indicator_is_refused(assessment):
    with pytest.raises(ValidationError, match="ข้อ O1 ไม่อยู่ในตัวชี้วัดที่ ๑"):
        save(new(assessment), ["i1", "O1"])


def test_topics_of_next_years_item_are_kept_and_others_refused(assessment):
    foreign = a_topic(assessment.framework)
    topic = a_topic(a_framework(2569))

    analysis = save(new(assessment), ["i1"], topics=[topic])

    assert list(analysis.topics.all()) == [topic]
    with pytest.raises(ValidationError, match="ประเด็นที่เลือก"):
        save(analysis, ["i1"], topics=[foreign])


def test_analyses_are_written_also_after_the_figures_are_confirmed(assessment):
    workflow.confirm(assessment, by=None)

    assert save(new(assessment), ["i1"]).pk


# -- Questions that move ---------------------------------------------------------------------------


def test_a_question_moves_out_of_the_analysis_it_stood_in(assessment):
    old = an_analysis(assessment, ["i1", "i2"])

    save(new(assessment), ["i1"])

    old.refresh_from_db()
    assert (codes_of(old), old.version) == (["i2"], 2)
    assert entry_of(old, "move_questions").changes["questions"] == ["i1, i2", "i2"]


def test_a_draft_left_without_questions_goes(assessment):
    an_analysis(assessment, ["i1"], is_draft=True)

    analysis = save(new(assessment), ["i1"])

    assert list(Analysis.objects.all()) == [analysis]


@pytest.mark.parametrize("fields", [{}, {"is_draft": True, "reason_without_measure": "ทำอยู่แล้ว"}])
def test_what_a_person_wrote_is_never_left_without_its_questions(assessment, fields):
    written = an_analysis(assessment, ["i1"], **fields)

    with pytest.raises(ValidationError, match="จะไม่เหลือข้อใด"):
        save(new(assessment), ["i1"])

    assert codes_of(written) == ["i1"]
    assert Analysis.objects.count() == 1


# -- Drafts and reasons ----------------------------------------------------------------------------


def test_accepting_counts_only_what_is_still_a_draft(assessment):
    draft, written = an_analysis(assessment, ["i1"], is_draft=True), an_analysis(assessment, ["i2"])

    accepted = workflow.accept_drafts(assessment, [draft, written], by=None)

    assert accepted == 1
    assert not Analysis.objects.filter(is_draft=True).exists()


def test_drafts_of_another_assessment_are_not_accepted_along(assessment):
    foreign = an_analysis(an_assessment(), is_draft=True)

    assert workflow.accept_drafts(assessment, [foreign], by=None) == 0


def test_one_reason_is_given_for_many_questions(assessment):
    for code in ("i1", "i2"):
        an_analysis(assessment, [code])

    count = workflow.give_reason(assessment, questions(assessment, "i1", "i2"), "ทำอยู่แล้ว", by=None)

    assert count == 2
    assert {row.reason_without_measure for row in Analysis.objects.all()} == {"ทำอยู่แล้ว"}


def test_a_reason_for_one_of_two_questions_divides_their_analysis(assessment):
    shared = an_analysis(assessment, ["i1", "i2"], is_draft=True)

    workflow.give_reason(assessment, questions(assessment, "i2"), "ทำอยู่แล้ว", by=None)

    part = Analysis.objects.exclude(pk=shared.pk).get()
    shared.refresh_from_db()
    assert (codes_of(shared), shared.reason_without_measure) == (["i1"], "")
    assert (codes_of(part), part.reason_without_measure) == (["i2"], "ทำอยู่แล้ว")
    assert (part.recommendation, part.is_draft) == (shared.recommendation, True)


def test_a_question_without_analysis_gets_the_text_of_the_library_as_a_draft(assessment):
    question = questions(assessment, "i1")[0]
    Recommendation.objects.create(question=question, band="develop", finding="{หน่วยงาน} ยังไม่มีคู่มือ")

    workflow.give_reason(assessment, [question], "ทำอยู่แล้ว", by=None)

    draft = Analysis.objects.get()
    assert draft.finding == f"{assessment.organization.name} ยังไม่มีคู่มือ"
    assert (draft.is_draft, codes_of(draft)) == (True, ["i1"])


def test_where_the_library_is_silent_the_draft_says_the_figures(assessment):
    workflow.give_reason(assessment, questions(assessment, "e1"), "ทำอยู่แล้ว", by=None)

    assert Analysis.objects.get().finding == "ผลการประเมินข้อ e1 ได้ ๙๐.๐๐ และ ๙๐.๐๐ คะแนน"


def test_a_reason_for_an_indicator_stands_with_what_was_written_of_it():
    assessment = an_assessment(official={"1": "90.00"})
    analysis = an_analysis(assessment, ["i1"])

    workflow.give_reason(assessment, [analysis.indicator], "ทำอยู่แล้ว", by=None)

    assert Analysis.objects.get().reason_without_measure == "ทำอยู่แล้ว"


def test_a_reason_must_say_something(assessment):
    with pytest.raises(ValidationError, match="เหตุผลที่ไม่จัดทำมาตรการ"):
        workflow.give_reason(assessment, questions(assessment, "i1"), "  ", by=None)


def test_a_question_without_a_score_takes_no_reason():
    assessment = an_assessment()

    with pytest.raises(ValidationError, match="ยังไม่มีคะแนน"):
        workflow.give_reason(assessment, questions(assessment, "i1"), "ทำอยู่แล้ว", by=None)


# -- Deleting and bands ----------------------------------------------------------------------------


def test_a_deleted_analysis_stays_readable_on_the_trail_of_its_assessment(assessment):
    analysis = an_analysis(assessment, ["i1"], finding="ขั้นตอนไม่ชัดเจน")
    auditor = a_user(assessment.organization, Role.AUDITOR)

    workflow.delete_analysis(analysis, version=1, by=auditor)

    entry = entry_of(assessment, "delete_analysis")
    assert not Analysis.objects.exists()
    assert (entry.by, entry.changes["finding"], entry.changes["questions"]) == (
        auditor,
        ["ขั้นตอนไม่ชัดเจน", None],
        ["i1", None],
    )


def test_an_analysis_that_was_changed_meanwhile_is_not_deleted(assessment):
    analysis = save(an_analysis(assessment, ["i1"]), ["i1"])

    with pytest.raises(workflow.StaleAnalysis):
        workflow.delete_analysis(analysis, version=1, by=None)

    assert Analysis.objects.exists()


def limits(strength, urgent):
    return BandLimits(Decimal(strength), Decimal(urgent))


def test_the_office_draws_its_own_bands():
    assessment = an_assessment(an_organization(), official=FULL_SCORES)

    workflow.set_band_limits(assessment, limits("90", "85"), seen=assessment.band_limits, by=None)

    assessment.refresh_from_db()
    assert assessment.band_limits == limits("90", "85")
    assert entry_of(assessment, "set_band_limits").changes["urgent_below"] == ["80.00", "85"]


def test_bands_moved_by_another_person_meanwhile_are_not_overwritten(assessment):
    seen = assessment.band_limits
    workflow.set_band_limits(assessment, limits("90", "85"), seen=seen, by=None)

    with pytest.raises(workflow.StaleBands) as stale:
        workflow.set_band_limits(assessment, limits("99", "70"), seen=seen, by=None)

    assert stale.value.current == limits("90", "85")


def test_an_urgent_limit_above_the_strength_limit_is_refused(assessment):
    with pytest.raises(ValidationError, match="ต้องไม่สูงกว่า"):
        workflow.set_band_limits(assessment, limits("80", "90"), seen=assessment.band_limits, by=None)
