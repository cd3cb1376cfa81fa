"""Questions to the auditor: about what is there to read, answered once, seen by who asked."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from measures.models import PlanStatus
from measures.work_list import work_of
from organizations.models import Role
from reports import workflow
from reports.inquiry_forms import subjects_of
from reports.models import Inquiry
from tests import builders

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = date(2026, 3, 2)


@pytest.fixture
def organization():
    organization = builders.an_organization("khlongse")
    assessment = builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)
    builders.a_plan(organization, 2569, source_assessment=assessment, status=PlanStatus.ADOPTED)
    return organization


@pytest.fixture
def executive(organization):
    return builders.a_user(organization, Role.EXECUTIVE)


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


def sentences(user):
    return [row.sentence for row in work_of(user, TODAY).waiting]


def an_answer(inquiry, auditor, text="เพราะเกณฑ์เปลี่ยน"):
    workflow.answer_question(inquiry, text, by=auditor, at=NOW)


# -- Asking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["result", "indicator-1", "document-analysis"])
def test_a_question_keeps_what_it_is_about_and_leads_back_to_it(client, organization, executive, about):
    client.force_login(executive)

    client.post(reverse("reports:ask", args=["khlongse", 2568]), {"about": about, "question": "เหตุใดจึงลดลง"})

    row = Inquiry.objects.get()
    assert row.asked_by == executive
    assert f"{row.subject}-{row.subject_key}".rstrip("-") == about
    assert client.get(row.subject_address).status_code == 200


def test_a_measure_is_asked_about_by_its_title(client, organization, executive):
    measure = builders.a_measure(organization.measure_plans.get(), title="จัดทำคู่มือ")
    client.force_login(executive)
    question = {"about": f"measure-{measure.pk}", "question": "ถึงไหนแล้ว"}

    client.post(reverse("reports:ask", args=["khlongse", 2569]), question)

    row = Inquiry.objects.get()
    assert (row.subject_name, row.subject_address) == ("๑. จัดทำคู่มือ", measure.get_absolute_url())


def test_nothing_of_another_organisation_can_be_asked_about(client, organization, executive):
    builders.a_measure(organization.measure_plans.get())
    foreign = builders.a_measure(builders.a_plan(builders.an_organization(), 2569, status=PlanStatus.ADOPTED))
    client.force_login(executive)
    question = {"about": f"measure-{foreign.pk}", "question": "ถึงไหนแล้ว"}

    response = client.post(reverse("reports:ask", args=["khlongse", 2569]), question)

    assert response.status_code == 200
    assert not Inquiry.objects.exists()


def test_a_year_of_which_nothing_is_known_cannot_be_asked_about(client, organization, executive):
    client.force_login(executive)

    assert subjects_of(organization, 2560, executive) == []
    assert client.get(reverse("reports:ask", args=["khlongse", 2560])).status_code == 404


# -- Answering -------------------------------------------------------------------------------------


def test_a_question_waits_for_the_auditor_and_its_answer_for_who_asked(organization, executive, auditor):
    row = builders.an_inquiry(organization, by=executive)
    before = (sentences(auditor), sentences(executive))

    an_answer(row, auditor)

    after = (sentences(auditor), sentences(executive))
    assert ["คำถามรอท่านตอบ" in " ".join(told) for told in (*before, *after)] == [True, False, False, False]
    assert ["มีคำตอบแล้ว" in " ".join(told) for told in (*before, *after)] == [False, False, False, True]


def test_an_answer_that_was_read_waits_no_more(organization, executive, auditor):
    row = builders.an_inquiry(organization, by=executive)
    an_answer(row, auditor)

    workflow.acknowledge_answer(row, by=executive, at=NOW)

    assert sentences(executive) == []


def test_the_second_answer_is_refused_and_its_text_is_not_lost(client, organization, executive, auditor):
    row = builders.an_inquiry(organization, by=executive)
    an_answer(row, builders.a_user(organization, Role.AUDITOR), "คำตอบแรก")
    client.force_login(auditor)

    page = client.post(row.get_absolute_url(), {"act": "answer", "answer": "คำตอบที่สอง"}).content.decode()

    row.refresh_from_db()
    assert row.answer == "คำตอบแรก"
    assert "คำตอบแรก" in page
    assert "คำตอบที่สอง" in page


@pytest.mark.parametrize("who", ["executive", "auditor"])
def test_only_who_asked_takes_note_and_only_of_an_answer(request, organization, executive, auditor, who):
    row = builders.an_inquiry(organization, by=executive)
    if who == "auditor":
        an_answer(row, auditor)

    with pytest.raises(ValidationError):
        workflow.acknowledge_answer(row, by=request.getfixturevalue(who), at=NOW)


def test_nobody_but_the_auditor_answers(client, organization, executive):
    row = builders.an_inquiry(organization, by=executive)
    client.force_login(executive)

    response = client.post(row.get_absolute_url(), {"act": "answer", "answer": "ตอบเอง"})

    row.refresh_from_db()
    assert (response.status_code, row.answer) == (403, "")
