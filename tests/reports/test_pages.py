"""The pages of an organisation across its years."""

import pytest

from measures.models import PlanStatus
from organizations.models import Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return builders.an_organization("khlongse", place_name="คลองเส")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


def page(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_year_shows_for_a_result_a_plan_or_a_document(client, organization, auditor):
    builders.an_assessment(organization, builders.a_framework(2566))
    builders.a_plan(organization, 2568)
    builders.a_document(organization, "memo", fiscal_year=2570)

    text = page(client, auditor, "/khlongse/")

    assert [f"ปี {year}</strong>" in text for year in ("๒๕๖๖", "๒๕๖๗", "๒๕๖๘", "๒๕๗๐")] == [
        True,
        False,
        True,
        True,
    ]


def test_the_latest_year_stands_first(client, organization, auditor):
    builders.a_plan(organization, 2568)
    builders.a_plan(organization, 2569)

    text = page(client, auditor, "/khlongse/")

    assert text.index("ปี ๒๕๖๙</strong>") < text.index("ปี ๒๕๖๘</strong>")


def test_a_result_stands_with_total_and_level_and_leads_to_its_page(client, organization, auditor):
    builders.an_assessment(organization, official={"total": "96.83"}, official_rating="ผ่านดี")

    text = page(client, auditor, "/khlongse/")

    assert "๙๖.๘๓" in text
    assert "ผ่านดี" in text
    assert 'href="/khlongse/2568/"' in text


def test_an_organisation_without_any_result_shows_its_plan_and_its_documents(client, organization, auditor):
    builders.a_measure(builders.a_plan(organization, 2568))
    builders.a_document(organization, "progress", fiscal_year=2568)

    text = page(client, auditor, "/khlongse/")

    assert "๑ มาตรการ" in text
    assert "รายงานผลการดำเนินการ" in text
    assert 'href="/khlongse/2568/documents/"' in text
    assert 'href="/khlongse/2568/"' not in text


def test_the_first_visit_of_an_auditor_says_where_to_begin(client, organization, auditor):
    builders.a_framework(2568)

    text = page(client, auditor, "/khlongse/")

    assert "ยังไม่มีผลการประเมินของปีใด" in text
    assert 'href="/khlongse/2568/scores/"' in text
    assert "ยังไม่มีข้อมูลที่ท่านอ่านได้" not in text


def test_an_organisation_without_anything_says_what_will_be_here(client, organization, auditor):
    assert "ยังไม่มีข้อมูลที่ท่านอ่านได้" in page(client, auditor, "/khlongse/")


def test_an_auditor_can_enter_the_years_that_have_a_framework_and_no_result(client, organization, auditor):
    for year in (2567, 2568, 2569):
        builders.a_framework(year)
    builders.an_assessment(organization, builders.a_framework(2568))

    text = page(client, auditor, "/khlongse/")

    assert text.index('href="/khlongse/2569/scores/"') < text.index('href="/khlongse/2567/scores/"')
    assert "บันทึกคะแนนปี ๒๕๖๘" not in text


def test_an_auditor_goes_on_with_a_year_that_is_begun(client, organization, auditor):
    builders.an_assessment(organization, builders.a_framework(2568))
    clerk = builders.a_user(organization, Role.CLERK)

    pages = [page(client, person, "/khlongse/") for person in (auditor, clerk)]

    assert ["บันทึกคะแนนต่อ" in text for text in pages] == [True, False]


def test_nobody_else_is_offered_to_enter_a_year(client, organization):
    builders.a_framework()
    clerk = builders.a_user(organization, Role.CLERK)

    assert "/scores/" not in page(client, clerk, "/khlongse/")


def test_an_overseer_sees_only_what_is_confirmed_adopted_or_issued(client, organization):
    builders.an_assessment(organization, builders.a_framework(2568))
    builders.a_plan(organization, 2569, status=PlanStatus.ADOPTED)
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)

    text = page(client, overseer, "/khlongse/")

    assert "ปี ๒๕๖๙</strong>" in text
    assert "ปี ๒๕๖๘</strong>" not in text


def test_the_number_of_queries_does_not_grow_with_the_years(
    client, organization, auditor, django_assert_num_queries
):
    builders.an_assessment(organization, builders.a_framework(2568))
    builders.a_plan(organization, 2568)
    client.force_login(auditor)
    with django_assert_num_queries(14):
        client.get("/khlongse/")
    for year in (2565, 2566, 2567):
        assessment = builders.an_assessment(organization, builders.a_framework(year))
        builders.a_plan(organization, year, source_assessment=assessment)
        builders.a_document(organization, fiscal_year=year)

    with django_assert_num_queries(14):
        client.get("/khlongse/")


def test_a_document_that_can_be_printed_has_a_preview_and_a_file(client, organization, auditor):
    builders.an_assessment(organization, official=builders.FULL_SCORES)

    text = page(client, auditor, "/khlongse/2568/documents/")

    assert 'href="/khlongse/2568/documents/analysis/"' in text
    assert 'action="/khlongse/2568/documents/analysis/print/"' in text


def test_a_document_that_cannot_be_printed_says_why_instead_of_leading_nowhere(client, organization, auditor):
    builders.a_document(organization, "analysis", fiscal_year=2568, subject="เอกสารที่ไม่มีผล")

    text = page(client, auditor, "/khlongse/2568/documents/")

    assert "เอกสารที่ไม่มีผล" in text
    assert "ยังไม่มีผลการประเมินปี ๒๕๖๘" in text
    assert "/documents/analysis/" not in text


def test_a_year_of_which_there_is_nothing_is_not_found(client, organization, auditor):
    client.force_login(auditor)

    assert client.get("/khlongse/2560/documents/").status_code == 404


def test_the_menu_offers_scores_only_for_a_year_that_has_a_result(client, organization, auditor):
    builders.an_assessment(organization, builders.a_framework(2568))
    builders.a_plan(organization, 2569)

    assert "<span>คะแนน</span>" in page(client, auditor, "/khlongse/2568/documents/")
    assert "<span>คะแนน</span>" not in page(client, auditor, "/khlongse/2569/documents/")


def test_an_overseer_finds_no_document_in_work(client, organization):
    builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)
    builders.a_document(organization, "analysis", fiscal_year=2568, subject="ร่างของหน่วยงาน")
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)

    text = page(client, overseer, "/khlongse/2568/documents/")

    assert "ร่างของหน่วยงาน" not in text
    assert "ปีนี้ยังไม่มีเอกสารที่ท่านอ่านได้" in text
