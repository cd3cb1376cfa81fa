"""Texts of the library and of last year to start an analysis from."""

import re

import pytest

from assessments.models import Analysis, Recommendation
from tests.builders import (
    a_framework,
    a_recommendation,
    an_analysis,
    an_assessment,
    an_organization,
)
from tests.measures.analysis_pages.reading import (
    address,
    page,
    posted,
    question,
    write,
)

pytestmark = pytest.mark.django_db


def test_a_text_of_the_library_is_put_into_the_form_and_nothing_is_lost(auditor, assessment):
    analysis = an_analysis(assessment, ["i1"], recommendation="ที่เก็บไว้")
    text = a_recommendation(question=question(assessment, "i1"), recommendation="{หน่วยงาน}ควรอบรม")
    url = address(assessment, "edit_analysis", analysis.pk)

    html = auditor.post(url, posted(analysis, recommendation="ที่กำลังพิมพ์", use=text.pk)).content.decode()

    box = re.search(r'<textarea name="recommendation"[^>]*>\s*(.*?)</textarea>', html, re.DOTALL)[1]
    assert box == f"{assessment.organization.name}ควรอบรม"
    assert "ที่กำลังพิมพ์" in html
    assert Analysis.objects.get().recommendation == "ที่เก็บไว้"


def test_choosing_a_text_keeps_what_was_ticked(auditor, assessment):
    text = a_recommendation(question=question(assessment, "i1"))
    ticked = question(assessment, "i2").pk

    response = write(auditor, assessment, use=text.pk, questions=ticked, disposition="maintain")

    html = response.content.decode()
    assert re.search(rf'name="questions"[^>]*value="{ticked}"[^>]*checked', html)
    assert re.search(r'value="maintain"[^>]*checked', html)


def test_the_text_of_the_library_that_was_taken_is_remembered(auditor, assessment):
    text = a_recommendation(question=question(assessment, "i1"))
    ticked = question(assessment, "i1").pk

    page_of_text = write(auditor, assessment, use=text.pk, questions=ticked).content.decode()
    write(auditor, assessment, questions=ticked, used_text=text.pk)

    assert f'name="used_text" value="{text.pk}"' in page_of_text
    assert Analysis.objects.get().drafted_from == text


def test_a_text_that_was_not_offered_is_not_remembered(auditor, assessment):
    foreign = a_recommendation(an_organization(), question=question(assessment, "i1"))

    write(auditor, assessment, questions=question(assessment, "i1").pk, used_text=foreign.pk)

    assert Analysis.objects.get().drafted_from is None


def test_last_years_own_text_is_offered_first(auditor, assessment):
    before = a_framework(2567)
    assessment.framework.questions.filter(code="i1").update(continues=before.questions.get(code="i1"))
    an_analysis(an_assessment(assessment.organization, before), ["i1"], recommendation="ของปีก่อน")
    a_recommendation(question=question(assessment, "i1"))

    html = page(auditor, f"{address(assessment, 'new_analysis')}?question=i1")

    assert html.index("ที่หน่วยงานเขียนไว้ปี ๒๕๖๗") < html.index("คลังข้อความส่วนกลาง")


def test_a_saved_text_is_kept_in_the_offices_own_library(auditor, assessment):
    response = write(auditor, assessment, questions=question(assessment, "i1").pk, save="keep")

    kept = Recommendation.objects.get()
    assert (kept.organization, kept.recommendation) == (assessment.organization, "จัดทำคู่มือ")
    assert response["Location"] == address(assessment, "edit_analysis", Analysis.objects.get().pk)
