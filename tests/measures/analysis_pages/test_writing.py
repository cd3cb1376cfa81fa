"""Writing one analysis: where it begins and leads to, two who write at once, deleting."""

import re

import pytest
from django.urls import reverse

from assessments import workflow
from assessments.models import Analysis
from organizations.models import Role
from tests.builders import (
    a_framework,
    a_user,
    an_analysis,
    an_assessment,
)
from tests.measures.analysis_pages.reading import (
    SCORED,
    address,
    codes_of,
    indicator,
    page,
    posted,
    question,
    words,
    write,
)

pytestmark = pytest.mark.django_db


# -- Writing one analysis ---------------------------------------------------------------------------


def test_a_new_analysis_starts_with_its_question_and_the_band_of_its_score(auditor, assessment):
    html = page(auditor, f"{address(assessment, 'new_analysis')}?question=O4")

    assert "ข้อ O4 ผลเป็นอย่างไร และควรทำอะไร" in html
    assert re.search(r'value="fix"[^>]*checked', html)
    assert re.search(rf'value="{question(assessment, "O4").pk}"[^>]*checked', html)


def test_writing_about_a_question_without_a_measure_leads_to_making_one(auditor, assessment):
    shown = page(auditor, address(assessment, "new_analysis") + "?question=i1")

    following_year = [assessment.organization.slug, assessment.year + 1]
    assert f'href="{reverse("measures:new_measure", args=following_year)}?question=i1"' in shown


def test_saving_leads_back_to_the_row_in_the_same_list(auditor, assessment):
    response = write(auditor, assessment, "question=i1&show=develop", questions=question(assessment, "i1").pk)

    assert response["Location"] == f"{address(assessment)}?show=develop#row-i1"
    assert codes_of(Analysis.objects.get()) == ["i1"]


def test_saving_leads_on_to_the_next_row_that_is_undecided(auditor, assessment):
    response = write(auditor, assessment, questions=question(assessment, "i1").pk, save="next")

    assert response["Location"] == f"{address(assessment, 'new_analysis')}?question=O4"


def test_the_way_leads_on_and_not_back_to_what_was_passed_over(client):
    assessment = an_assessment(official={**SCORED, "i2": "90.00"})
    client.force_login(a_user(assessment.organization, Role.AUDITOR))

    response = write(client, assessment, "question=i2", questions=question(assessment, "i2").pk, save="next")

    assert response["Location"] == f"{address(assessment, 'new_analysis')}?question=O4"


def test_after_the_last_row_the_way_leads_back(auditor, assessment):
    an_analysis(assessment, ["O4"], indicator=indicator(assessment, 10), reason_without_measure="ทำอยู่แล้ว")

    response = write(
        auditor,
        assessment,
        questions=question(assessment, "i1").pk,
        save="next",
        reason_without_measure="ไม่มีงบ",
    )

    assert response["Location"] == f"{address(assessment)}#row-i1"


def test_a_question_that_has_an_analysis_opens_it(auditor, assessment):
    analysis = an_analysis(assessment, ["i1", "i2"])

    response = auditor.get(f"{address(assessment, 'new_analysis')}?question=i2")

    assert response["Location"] == address(assessment, "edit_analysis", analysis.pk)


@pytest.mark.parametrize("query", ["", "question=i99", "indicator=99", "indicator=x"])
def test_what_the_framework_does_not_know_is_not_there(auditor, assessment, query):
    assert auditor.get(f"{address(assessment, 'new_analysis')}?{query}").status_code == 404


def test_an_indicator_without_question_scores_is_written_about_as_a_whole(client):
    assessment = an_assessment(official={"1": "76.23"})
    client.force_login(a_user(assessment.organization, Role.AUDITOR))

    write(client, assessment, "indicator=1")

    analysis = Analysis.objects.get()
    assert (analysis.indicator.number, codes_of(analysis)) == (1, [])


def test_the_figures_of_earlier_years_stand_on_the_page(auditor, assessment):
    before = a_framework(2567)
    assessment.framework.questions.filter(code="i1").update(continues=before.questions.get(code="i1"))
    an_assessment(assessment.organization, before, {"i1": "90.00"})

    text = words(page(auditor, f"{address(assessment, 'new_analysis')}?question=i1"))

    assert "ปี ๒๕๖๗ ปี ๒๕๖๘ ข้อ i1 ๙๐.๐๐ ๙๔.๗๘" in text


def test_an_analysis_without_a_word_is_refused_beside_what_was_typed(auditor, assessment):
    response = write(auditor, assessment, recommendation=" ", reason_without_measure="ทำอยู่แล้ว")

    html = response.content.decode()
    assert "โปรดเขียนข้อค้นพบหรือข้อเสนอแนะอย่างน้อยหนึ่งอย่าง" in html
    assert "ทำอยู่แล้ว" in html


def test_the_second_writer_sees_both_texts_and_may_save_again(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"], finding="ของเดิม")
    mine = posted(analysis, finding="ของฉัน")
    url = address(assessment, "edit_analysis", analysis.pk)
    auditor.post(url, posted(analysis, finding="ของผู้อื่น"))

    conflict = auditor.post(url, mine).content.decode()
    version = re.search(r'name="version" value="(\d+)"', conflict)[1]
    again = auditor.post(url, {**mine, "version": version})

    assert "ของฉัน" in conflict
    assert "ของผู้อื่น" in conflict
    assert again.status_code == 302
    assert Analysis.objects.get().finding == "ของฉัน"


def test_two_who_begin_the_same_question_see_both_texts(auditor, assessment):
    write(auditor, assessment, finding="ของคนแรก", questions=question(assessment, "i1").pk)

    response = write(auditor, assessment, finding="ของคนที่สอง", questions=question(assessment, "i1").pk)

    html = response.content.decode()
    assert "ของคนแรก" in html
    assert "ของคนที่สอง" in html
    assert Analysis.objects.get().finding == "ของคนแรก"


def test_what_was_deleted_while_somebody_wrote_loses_nothing(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"])
    mine, url = posted(analysis, finding="ของฉัน"), address(assessment, "edit_analysis", analysis.pk)
    workflow.delete_analysis(Analysis.objects.get(), version=1, by=None)

    html = auditor.post(url, mine).content.decode()
    action = re.search(r'action="([^"]+indicator=1)"', html)[1]
    auditor.post(action, {**mine, "version": 0})

    assert "มีผู้ลบการวิเคราะห์นี้ระหว่างที่ท่านเขียน" in html
    assert Analysis.objects.get().finding == "ของฉัน"


def test_a_question_taken_from_a_written_analysis_is_refused_in_words(auditor, assessment):
    an_analysis(assessment, ["i2"])

    response = write(auditor, assessment, questions=[question(assessment, code).pk for code in ("i1", "i2")])

    assert "จะไม่เหลือข้อใด" in response.content.decode()


def test_an_analysis_of_another_office_is_not_there(auditor, assessment):
    foreign = an_analysis(an_assessment())

    assert auditor.get(address(assessment, "edit_analysis", foreign.pk)).status_code == 404
    assert auditor.get(address(assessment, "delete_analysis", foreign.pk)).status_code == 404


# -- Deleting ---------------------------------------------------------------------------------------


def test_deleting_asks_first_and_shows_what_will_be_lost(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"], finding="ขั้นตอนไม่ชัดเจน")
    url = address(assessment, "delete_analysis", analysis.pk)

    html = page(auditor, url)
    auditor.post(url, {"version": 1})

    assert "ขั้นตอนไม่ชัดเจน" in html
    assert not Analysis.objects.exists()


@pytest.mark.parametrize("version", ["", "7", "x"])
def test_an_analysis_that_was_changed_meanwhile_is_shown_again_before_it_goes(auditor, assessment, version):
    url = address(assessment, "delete_analysis", an_analysis(assessment).pk)

    response = auditor.post(url, {"version": version})

    assert response["Location"] == url
    assert Analysis.objects.exists()
