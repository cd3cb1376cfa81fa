"""The analysis workspace with the real results of the demo municipalities."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import workflow
from assessments.models import Framework
from measures.models import MeasureTarget
from organizations.models import Role, User
from tests.builders import a_measure, a_plan, an_analysis, an_assessment, an_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(five_municipalities, client):
    client.force_login(User.objects.get(username="auditor"))
    return client


def address(assessment, name="analysis"):
    return reverse(f"measures:{name}", args=[assessment.organization.slug, assessment.year])


def words_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_khlongse_has_ten_of_seventeen_questions_left(municipality, auditor):
    text = words_of(auditor, address(municipality("khlongse").assessments.get()))

    assert "เหลือ ๑๐ จาก ๑๗ ข้อที่ยังไม่มีมาตรการหรือเหตุผล" in text
    assert "ทั้งหมด ๕๒ ยังไม่ตัดสินใจ ๑๐ ร่าง ๐ เร่งแก้ไข ๒ พัฒนา ๕ จุดแข็ง ๔๕" in text


def test_khokphutsa_is_told_by_its_indicators(municipality, auditor):
    text = words_of(auditor, address(municipality("khokphutsa").assessments.get()))

    assert "ครบแล้วทั้ง ๔ ตัวชี้วัด" in text


def test_thana_still_has_an_indicator_without_a_measure(municipality, auditor):
    text = words_of(auditor, address(municipality("thana").assessments.get()))

    assert "เหลือ ๑ จาก ๑๐ ตัวชี้วัด" in text
    assert "ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต ได้ ๕๘.๙๘ คะแนน" in text


def test_a_bare_score_sheet_is_drafted_with_one_button(municipality, library, auditor):
    assessment = municipality("khlongse").assessments.get()
    assessment.analyses.all().delete()

    auditor.post(address(assessment), {"action": "draft"})

    text = words_of(auditor, address(assessment))
    drafted = {question.code for row in assessment.analyses.all() for question in row.questions.all()}
    assert len(drafted) == 52
    assert "ยังไม่มีการวิเคราะห์" not in text


def test_the_overseer_reads_results_but_not_the_work_on_them(municipality, client):
    client.force_login(User.objects.get(username="overseer"))

    assert client.get(address(municipality("khlongse").assessments.get())).status_code == 404


def test_a_new_year_starts_from_the_texts_of_the_last(municipality, auditor):
    assessment = workflow.start(municipality("khlongse"), Framework.objects.get(year=2569), by=None)

    text = words_of(auditor, address(assessment, "from_last_year"))

    assert "O16 แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ สืบเนื่อง เดิมคือ O17" in text
    assert "ถ้อยคำเปลี่ยน เดิม: O10 E-Service" in text


def test_the_workspace_asks_as_often_for_52_questions_as_for_three(municipality, auditor):
    many = municipality("khlongse").assessments.get()
    few = an_assessment(an_organization(), many.framework, {"i1": "94.78", "i2": "100.00", "O24": "50.00"})
    User.objects.get(username="auditor").memberships.create(organization=few.organization, role=Role.AUDITOR)
    measure = a_measure(a_plan(few.organization, source_assessment=few))
    MeasureTarget.objects.create(measure=measure, indicator=few.framework.indicators.get(number=10), order=1)
    an_analysis(few, ["i1"])

    assert queries_on(auditor, address(many)) == queries_on(auditor, address(few)) < 70


def queries_on(client, url):
    client.get(url)  # what is read once per process is read now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
