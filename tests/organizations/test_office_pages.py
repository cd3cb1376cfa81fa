"""Profile, divisions, positions, terms and acting appointments, as the administrator keeps them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from organizations import workflow
from organizations.models import Capacity, Division, Organization, Role, Term
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return builders.an_organization(place_name="คลองเส")


@pytest.fixture
def client(client, organization):
    client.force_login(builders.a_user(organization, Role.ADMINISTRATOR))
    return client


def page(name, organization, *keys):
    return reverse(f"organizations:{name}", args=[organization.slug, *keys])


def profile(organization, **changes):
    names = ("name", "place_name", "district", "phone", "fax", "domain", "document_number_prefix", "head_title")
    values = {name: getattr(organization, name) for name in names}
    return {**values, "province": organization.province.name, "version": organization.version, **changes}


def test_the_profile_is_kept_and_stands_in_thai_order(client, organization):
    form = profile(organization, name="องค์การบริหารส่วนตำบลขุนทะเล", province="ตรัง", phone="๐ ๗๕๓๐ ๐๐๐๐")

    response = client.post(page("profile", organization), form)

    before = organization.sort_name
    organization.refresh_from_db()
    assert response.status_code == 302
    assert (organization.province.name, organization.phone) == ("ตรัง", "๐ ๗๕๓๐ ๐๐๐๐")
    assert organization.sort_name != before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("https://Khlongse.go.th/ita/", "khlongse.go.th"), ("khlongse.go.th", "khlongse.go.th"), ("", "")],
)
def test_a_domain_is_taken_out_of_a_whole_address(client, organization, typed, kept):
    client.post(page("profile", organization), profile(organization, domain=typed))

    organization.refresh_from_db()
    assert organization.domain == kept


def test_what_is_no_domain_is_refused_in_thai(client, organization):
    response = client.post(page("profile", organization), profile(organization, domain="ไม่มีเว็บไซต์"))

    assert "พิมพ์ชื่อโดเมนอย่างเดียว" in response.content.decode()


def test_what_another_stored_meanwhile_is_shown_beside_ones_own(client, organization):
    Organization.objects.filter(pk=organization.pk).update(phone="๑๑๑", version=2)

    text = client.post(page("profile", organization), profile(organization, phone="๒๒๒")).content.decode()

    assert "มีผู้อื่นแก้ไขข้อมูลนี้" in text
    assert "๑๑๑" in text
    assert Organization.objects.get(pk=organization.pk).phone == "๑๑๑"


def test_usual_divisions_are_ticked_and_others_typed(client, organization):
    form = {"usual": ["สำนักปลัด", "กองคลัง"], "others": "กองการประปา\n\nกองคลัง"}

    client.post(page("divisions", organization), form)

    assert [row.name for row in organization.divisions.all()] == ["สำนักปลัด", "กองคลัง", "กองการประปา"]


def test_a_division_moves_before_the_one_it_follows(client, organization):
    first, second = builders.a_division(organization, "กองคลัง"), builders.a_division(organization, "กองช่าง")

    client.post(page("division", organization, second.pk), {"act": "move"})

    assert [row.name for row in organization.divisions.all()] == ["กองช่าง", "กองคลัง"]
    assert first.order == 1


def test_a_division_with_work_stays(client, organization):
    division = builders.a_user(organization, Role.DIVISION_STAFF).memberships.get().division
    form = {"name": division.name, "version": division.version, "act": "remove"}

    text = client.post(page("division", organization, division.pk), form).content.decode()

    assert "ลบไม่ได้" in text
    assert Division.objects.filter(pk=division.pk).exists()


def test_a_position_leads_to_who_holds_it(client, organization):
    form = {"title": "ปลัดองค์การบริหารส่วนตำบลคลองเส", "rank": "secretary", "division": "", "version": 0}

    response = client.post(page("positions", organization), form)

    position = organization.positions.get()
    assert response["Location"] == page("new_term", organization, position.pk)


def test_a_term_names_the_account_that_signs(client, organization):
    position, user = builders.a_term(organization).position, builders.a_user(organization, Role.EXECUTIVE)
    form = {"person_name": "นายสมชาย ตัวอย่าง", "starts_on": "๑ ต.ค. ๒๕๖๘", "user": user.pk, "version": 0}

    client.post(page("new_term", organization, position.pk), form)

    term = Term.objects.get(user=user)
    assert (term.starts_on, term.organization) == (date(2025, 10, 1), organization)


def test_an_account_of_another_organisation_is_not_offered(client, organization):
    position = builders.a_term(organization).position
    stranger = builders.a_user(builders.an_organization(), Role.EXECUTIVE)
    form = {"person_name": "นายสมชาย", "starts_on": "๑ ต.ค. ๒๕๖๘", "user": stranger.pk, "version": 0}

    response = client.post(page("new_term", organization, position.pk), form)

    assert "โปรดเลือกบัญชีจากรายการ" in response.content.decode()


def test_one_person_acts_for_a_position_at_a_time(client, organization):
    acting = builders.an_acting(organization, capacity=Capacity.ACTING)
    form = {
        "term": builders.a_term(organization).pk,
        "position": acting.position_id,
        "capacity": "acting",
        "starts_on": "๑ ม.ค. ๒๕๖๙",
        "version": 0,
    }

    response = client.post(page("new_acting", organization), form)

    assert "ครั้งละหนึ่งคน" in response.content.decode()


def test_the_platform_administrator_opens_an_organisation_and_hands_over_a_link():
    client = Client()
    client.force_login(builders.a_user(role=Role.PLATFORM_ADMINISTRATOR))
    form = {
        "kind": "subdistrict",
        "place_name": "โพธิ์ชัย",
        "district": "อำเภอเมืองหนองคาย",
        "province": "หนองคาย",
        "slug": "phochai",
        "person_name": "นางสาวสมใจ ตัวอย่างแรก",
    }

    response = client.post(reverse("organizations:new_organization"), form, follow=True)

    organization = Organization.objects.get(slug="phochai")
    assert (organization.name, organization.head_title) == ("เทศบาลตำบลโพธิ์ชัย", "นายกเทศมนตรีตำบลโพธิ์ชัย")
    assert organization.invitations.get().role == Role.ADMINISTRATOR
    assert "/invitations/" in response.content.decode()


@pytest.mark.parametrize("slug", ["login", "people", "start"])
def test_an_address_of_the_portal_is_no_name_of_an_organisation(slug):
    client = Client()
    client.force_login(builders.a_user(role=Role.PLATFORM_ADMINISTRATOR))
    form = {"kind": "sao", "place_name": "ก", "province": "ตรัง", "slug": slug, "person_name": "ข"}

    response = client.post(reverse("organizations:new_organization"), form)

    assert "สงวนไว้" in response.content.decode()


def test_an_organisation_and_its_invitation_are_made_together_or_not_at_all(monkeypatch):
    user = builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)

    def fail(*args, **kwargs):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("organizations.workflow.invitations.invite", fail)
    with pytest.raises(RuntimeError):
        workflow.open_organization(
            {
                "kind": "sao",
                "slug": "new",
                "name": "ก",
                "place_name": "ก",
                "province": "ตรัง",
                "head_title": "ก",
            },
            person_name="ข",
            email="",
            by=user,
            now=None,
        )

    assert not Organization.objects.filter(slug="new").exists()
