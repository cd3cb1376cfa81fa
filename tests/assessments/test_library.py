"""Writing texts of the library, taking them out of use, and the pages on which this is done."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from assessments import workflow
from assessments.models import Recommendation
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db

LIST = reverse("assessments:recommendations")
NEW = reverse("assessments:new_recommendation")
VALUES = {
    "kind": "analysis",
    "question_id": None,
    "indicator_id": None,
    "instrument_code": "",
    "band": "fix",
    "finding": "ยังไม่มีคู่มือ",
    "recommendation": "",
    "source": "",
}


@pytest.fixture
def organization():
    return builders.an_organization(place_name="ทุ่งทอง")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def administrator():
    return builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, address=LIST, **query):
    return browser(user).get(address, query).content.decode()


def typed(organization=None, **changes):
    owner = str(organization.pk) if organization else "shared"
    return {"owner": owner, "subject": "general", "band": "fix", "finding": "ยังไม่มีคู่มือ", **changes}


def edit_address(text):
    return reverse("assessments:edit_recommendation", args=[text.pk])


# -- The verbs -------------------------------------------------------------------------------------


def test_a_new_text_is_stored_with_its_first_entry_on_the_trail(organization, auditor):
    text = workflow.save_recommendation(Recommendation(organization=organization), VALUES, by=auditor)

    entry = TrailEntry.objects.about(text).get()
    assert (entry.verb, entry.organization, entry.by) == ("save_recommendation", organization, auditor)
    assert entry.changes["finding"] == ["", "ยังไม่มีคู่มือ"]


def test_a_stale_text_is_refused_with_what_is_stored_now(auditor, organization):
    text = builders.a_recommendation(organization)
    mine = Recommendation.objects.get(pk=text.pk)
    workflow.save_recommendation(text, {**VALUES, "finding": "คนแรก"}, version=1, by=auditor)

    with pytest.raises(workflow.StaleLibraryRow) as stale:
        workflow.save_recommendation(mine, {**VALUES, "finding": "คนที่สอง"}, version=1, by=auditor)

    assert (stale.value.current.finding, stale.value.current.version) == ("คนแรก", 2)
    assert TrailEntry.objects.about(text).count() == 1


def test_saving_what_is_stored_already_changes_nothing(auditor):
    text = builders.a_recommendation(finding="เดิม")
    values = {name: getattr(text, name) for name in VALUES}

    workflow.save_recommendation(text, values, version=1, by=auditor)

    assert Recommendation.objects.get(pk=text.pk).version == 1
    assert not TrailEntry.objects.about(text).exists()


def test_a_text_that_says_nothing_is_refused(auditor):
    with pytest.raises(ValidationError, match="อย่างน้อยหนึ่งอย่าง"):
        workflow.save_recommendation(Recommendation(), {**VALUES, "finding": ""}, by=auditor)


def test_a_retired_text_can_be_brought_back_and_both_are_on_the_trail(auditor):
    text = builders.a_recommendation()

    workflow.retire_recommendation(text, version=1, by=auditor)
    workflow.restore_recommendation(text, version=2, by=auditor)

    assert not Recommendation.objects.get(pk=text.pk).is_retired
    verbs = TrailEntry.objects.about(text).values_list("verb", flat=True)
    assert list(verbs) == ["retire_recommendation", "restore_recommendation"]


def test_retiring_twice_is_told(auditor):
    text = builders.a_recommendation(is_retired=True)

    with pytest.raises(ValidationError, match="เลิกใช้ไว้แล้ว"):
        workflow.retire_recommendation(text, version=1, by=auditor)


# -- The list --------------------------------------------------------------------------------------


def test_the_list_shows_own_and_shared_texts_and_nothing_of_others(auditor, organization):
    builders.a_recommendation(finding="ข้อความกลาง")
    builders.a_recommendation(organization, finding="ข้อความของเรา")
    builders.a_recommendation(builders.an_organization(), finding="ข้อความของเขา")

    shown = page(auditor)

    assert "ข้อความกลาง" in shown
    assert "ข้อความของเรา" in shown
    assert "ข้อความของเขา" not in shown


def test_a_filter_for_a_foreign_organisation_counts_as_open(auditor):
    other = builders.an_organization()
    builders.a_recommendation(other, finding="ข้อความของเขา")
    builders.a_recommendation(finding="ข้อความกลาง")

    shown = page(auditor, owner=str(other.pk))

    assert "ข้อความของเขา" not in shown
    assert "ข้อความกลาง" in shown


def test_the_search_finds_other_spellings_of_the_same_sight_and_both_kinds_of_digits(auditor):
    builders.a_recommendation(finding="ภายใน ๓๐ วันทำการ")
    builders.a_recommendation(finding="เรื่องอื่น")

    for words in ("ทํา", "30 วัน", "๓๐ วัน"):  # the first with a nikhahit and an aa
        shown = page(auditor, q=words)

        assert "ภายใน ๓๐ วันทำการ" in shown
        assert "เรื่องอื่น" not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "i1"}, {"ของ i1"}),
        ({"about": "1"}, {"ของ i1", "ทั้งตัวชี้วัด ๑"}),
        ({"about": "IIT"}, {"ของ i1", "ทั้งตัวชี้วัด ๑", "ทุกข้อของ IIT"}),
        ({"about": "limitation"}, {"งบน้อย"}),
        ({"band": "fix"}, {"ทุกข้อของ IIT"}),
        ({"year": "2568"}, {"ของ i1", "ทั้งตัวชี้วัด ๑"}),
        ({"state": "retired"}, {"เลิกใช้"}),
        ({"owner": "shared", "band": "develop"}, {"ของ i1", "ทั้งตัวชี้วัด ๑"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_each_filter_narrows_the_list(auditor, query, found):
    framework = builders.a_framework(2568)
    builders.a_recommendation(finding="ของ i1", question=framework.questions.get(code="i1"))
    builders.a_recommendation(finding="ทั้งตัวชี้วัด ๑", indicator=framework.indicators.get(number=1))
    builders.a_recommendation(finding="ทุกข้อของ IIT", instrument_code="IIT", band="fix")
    builders.a_recommendation(finding="งบน้อย", kind="limitation", band="")
    builders.a_recommendation(finding="เลิกใช้", is_retired=True)

    response = browser(auditor).get(LIST, query)

    assert {reading.row.finding for group in response.context["groups"] for reading in group} == found


def test_usage_counts_what_people_took_over_all_organisations(auditor):
    text = builders.a_recommendation()
    for organization in (builders.an_organization(), builders.an_organization()):
        assessment = builders.an_assessment(organization)
        builders.an_analysis(assessment, drafted_from=text)
        builders.an_analysis(assessment, drafted_from=text)
        builders.an_analysis(assessment, drafted_from=text, is_draft=True)

    shown = page(auditor)

    assert "ใช้แล้ว ๔ ครั้ง ใน ๒ หน่วยงาน · อยู่ในร่าง ๒ ครั้ง" in shown


def test_the_list_takes_the_same_queries_for_one_text_and_for_many(auditor, django_assert_max_num_queries):
    client = browser(auditor)
    builders.a_recommendation()
    client.get(LIST)

    with django_assert_max_num_queries(18):
        client.get(LIST)
    for _ in range(60):
        builders.a_recommendation(question=builders.a_framework(2568).questions.first())
    with django_assert_max_num_queries(18):
        response = client.get(LIST, {"page": 2})

    assert sum(map(len, response.context["groups"])) == 20


# -- Writing on the pages --------------------------------------------------------------------------


def test_an_auditor_adds_a_text_to_the_own_library(auditor, organization):
    response = browser(auditor).post(NEW, typed(organization, finding="ทําคู่มือ"))

    text = Recommendation.objects.get()
    assert response.status_code == 302
    assert (text.organization, text.finding, text.band) == (organization, "ทำคู่มือ", "fix")


@pytest.mark.parametrize("owner", ["shared", "foreign"])
def test_an_auditor_writes_neither_shared_nor_foreign_texts(auditor, owner):
    foreign = builders.an_organization()

    response = browser(auditor).post(NEW, typed(foreign if owner == "foreign" else None))

    assert response.status_code == 200
    assert not Recommendation.objects.exists()


def test_the_platform_administrator_adds_a_shared_text(administrator):
    browser(administrator).post(NEW, typed())

    assert Recommendation.objects.get().is_shared


def test_the_history_of_a_shared_text_is_read_by_those_who_keep_it(administrator):
    text = workflow.save_recommendation(Recommendation(), VALUES, by=administrator)

    workflow.retire_recommendation(text, version=text.version, by=administrator)

    verbs = [act.verb for act in browser(administrator).get(edit_address(text)).context["acts"]]
    assert verbs == ["retire_recommendation", "save_recommendation"]


def test_acts_on_what_all_share_are_told_to_the_platform_administrator_only(administrator, auditor):
    workflow.save_recommendation(Recommendation(), VALUES, by=administrator)

    assert TrailEntry.objects.visible_to(administrator).count() == 1
    assert not TrailEntry.objects.visible_to(auditor).exists()


def test_a_shared_text_opens_for_the_platform_administrator_alone(administrator, auditor):
    text = builders.a_recommendation()

    statuses = [browser(user).get(edit_address(text)).status_code for user in (administrator, auditor)]

    assert statuses == [200, 404]


def test_an_auditor_starts_an_own_text_from_a_shared_one_which_stays(auditor, organization):
    shared = builders.a_recommendation(finding="ถ้อยคำกลาง")
    address = f"{NEW}?from={shared.pk}"

    shown = page(auditor, address)
    browser(auditor).post(address, typed(organization, finding="ถ้อยคำของเรา"))

    shared.refresh_from_db()
    assert "ถ้อยคำกลาง" in shown
    assert shared.finding == "ถ้อยคำกลาง"
    assert Recommendation.objects.get(organization=organization).finding == "ถ้อยคำของเรา"


def test_a_foreign_text_cannot_be_the_start_of_an_own_one(auditor):
    foreign = builders.a_recommendation(builders.an_organization())

    assert browser(auditor).get(NEW, {"from": foreign.pk}).status_code == 404


def test_what_is_missing_is_said_beside_the_field_and_above(auditor, organization):
    response = browser(auditor).post(NEW, typed(organization, subject="", band=""))

    shown = response.content.decode()
    assert response.status_code == 200
    assert shown.count("โปรดเลือกว่าใช้กับเรื่องใด") == 2
    assert shown.count("โปรดเลือกระดับของคะแนนที่ข้อความนี้ใช้") == 2


def test_a_limitation_needs_no_band(auditor, organization):
    browser(auditor).post(NEW, typed(organization, subject="limitation", finding="งบประมาณไม่พอ"))

    text = Recommendation.objects.get()
    assert (text.kind, text.band, text.finding) == ("limitation", "", "งบประมาณไม่พอ")


def test_a_text_changed_meanwhile_is_shown_beside_mine_and_not_overwritten(auditor, organization):
    text = builders.a_recommendation(organization, finding="แรกเริ่ม")
    Recommendation.objects.filter(pk=text.pk).update(finding="ของผู้อื่น", version=2)

    shown = browser(auditor).post(edit_address(text), typed(finding="ของฉัน", version=1)).content.decode()

    text.refresh_from_db()
    assert text.finding == "ของผู้อื่น"
    assert "ของผู้อื่น" in shown
    assert "ของฉัน" in shown
    assert '<input type="hidden" name="version" value="2"' in shown


def test_after_both_texts_were_shown_mine_can_be_saved(auditor, organization):
    text = builders.a_recommendation(organization, version=2)

    response = browser(auditor).post(edit_address(text), typed(finding="ของฉัน", version=2))

    text.refresh_from_db()
    assert response.status_code == 302
    assert (text.finding, text.version) == ("ของฉัน", 3)


def test_the_page_retires_a_text_and_tells_what_that_means(auditor, organization):
    text = builders.a_recommendation(organization)

    response = browser(auditor).post(edit_address(text), {"act": "retire", "version": 1}, follow=True)

    text.refresh_from_db()
    assert text.is_retired
    assert "นำกลับมาใช้" in response.content.decode()


def test_retiring_what_somebody_changed_meanwhile_asks_for_a_second_look(auditor, organization):
    text = builders.a_recommendation(organization, version=2)

    response = browser(auditor).post(edit_address(text), {"act": "retire", "version": 1}, follow=True)

    text.refresh_from_db()
    assert not text.is_retired
    assert "มีผู้อื่นแก้ไขข้อความนี้" in response.content.decode()


def test_readers_see_no_way_to_write(organization):
    clerk = builders.a_user(organization, Role.CLERK)
    text = builders.a_recommendation(organization)

    shown = page(clerk)

    assert "เพิ่มข้อความ" not in shown
    assert f'href="{edit_address(text)}"' not in shown
    assert "ปรับเป็นของหน่วยงาน" not in shown
