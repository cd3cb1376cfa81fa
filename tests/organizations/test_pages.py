"""The first page, logging in and out, and the frame around every page."""

import pytest
from django.urls import reverse

from organizations.models import Membership, Role
from tests import builders

pytestmark = pytest.mark.django_db

INDEX = "/"


def page(client, user, address=INDEX):
    client.force_login(user)
    return client.get(address).content.decode()


def test_own_organisations_stand_with_the_roles_held_there(client):
    organization = builders.an_organization(place_name="คลองเส")
    user = builders.a_user(organization, Role.AUDITOR)
    Membership.objects.create(user=user, organization=organization, role=Role.CLERK)

    text = page(client, user)

    assert "องค์การบริหารส่วนตำบลคลองเส" in text
    assert "ผู้ตรวจสอบภายใน · เจ้าหน้าที่ธุรการ" in text


def test_own_organisations_stand_in_thai_order(client):
    user = builders.a_user()
    for name in ("เทศบาลตำบลโพธิ์ชัย", "เทศบาลตำบลท่านา", "เทศบาลตำบลโคกพุทรา"):
        organization = builders.an_organization(name=name)
        Membership.objects.create(user=user, organization=organization, role=Role.AUDITOR)

    text = page(client, user)

    places = [text.index(name) for name in ("โคกพุทรา", "ท่านา", "โพธิ์ชัย")]
    assert places == sorted(places)


def test_an_overseer_finds_the_organisations_of_the_province_and_no_other(client):
    builders.an_organization(place_name="ในจังหวัด", province=builders.a_province("พังงา"))
    builders.an_organization(place_name="นอกจังหวัด", province=builders.a_province("ตรัง"))
    user = builders.a_user(role=Role.OVERSEER, province=builders.a_province("พังงา"))

    text = page(client, user)

    assert "จังหวัดพังงา" in text
    assert "ในจังหวัด" in text
    assert "นอกจังหวัด" not in text


def test_organisations_that_are_not_ones_own_come_page_by_page_in_thai_order(client, monkeypatch):
    monkeypatch.setattr("organizations.views.portal.PAGE_SIZE", 2)
    for name in ("ขา", "เกาะ", "กา"):
        builders.an_organization(name=name, place_name=name)
    user = builders.a_user(role=Role.OVERSEER, province=builders.a_province())

    first, second = page(client, user), page(client, user, "/?page=2")

    assert [">กา<" in first, ">เกาะ<" in first, ">ขา<" in first] == [True, True, False]
    assert ">ขา<" in second


def test_a_person_without_an_organisation_is_told_what_to_do(client):
    user = builders.a_user(username="newcomer")

    text = page(client, user)

    assert "บัญชีของท่านยังไม่มีหน่วยงาน" in text
    assert "newcomer" in text


def test_a_role_that_has_ended_opens_nothing(client):
    user = builders.a_user(builders.an_organization(place_name="เก่า"), Role.AUDITOR)
    user.memberships.update(is_active=False)

    assert "ตำบลเก่า" not in page(client, user)


def test_the_number_of_queries_does_not_grow_with_the_organisations(client, django_assert_num_queries):
    user = builders.a_user(builders.an_organization(), Role.AUDITOR)
    client.force_login(user)
    with django_assert_num_queries(8):
        client.get(INDEX)
    for _ in range(5):
        Membership.objects.create(user=user, organization=builders.an_organization(), role=Role.CLERK)

    with django_assert_num_queries(8):
        client.get(INDEX)


def test_the_frame_names_the_person_the_roles_and_the_way_out(client):
    organization = builders.an_organization(place_name="คลองเส")

    text = page(client, builders.a_user(organization, Role.EXECUTIVE))

    assert "สมหมาย ตัวอย่าง" in text
    assert "ผู้บริหาร" in text
    assert f'action="{reverse("logout")}"' in text


def test_the_right_password_leads_to_the_page_that_was_asked_for(client):
    builders.a_user(username="auditor")

    response = client.post(
        "/login/?next=/frameworks/",
        {"username": "auditor", "password": builders.PASSWORD, "next": "/frameworks/"},
    )

    assert (response.status_code, response["Location"]) == (302, "/frameworks/")


def test_a_wrong_password_is_refused_in_thai(client):
    builders.a_user(username="auditor")

    response = client.post("/login/", {"username": "auditor", "password": "wrong"})

    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in response.content.decode()


def test_leaving_ends_the_session_and_leads_to_the_login_page(client):
    client.force_login(builders.a_user())

    response = client.post("/logout/")

    assert response["Location"] == reverse("login")
    assert client.get(INDEX).status_code == 302


def test_leaving_after_the_session_has_ended_leads_to_the_login_page_too(client):
    response = client.post("/logout/")

    assert response["Location"] == reverse("login")


def test_a_page_that_is_not_there_says_so_in_thai_also_to_a_visitor(client):
    response = client.get("/there/is/no/such/page/")

    assert response.status_code == 404
    assert "ไม่พบหน้านี้" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_thai(settings):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/login/", {})

    assert response.status_code == 403
    assert "หน้าที่ท่านส่งหมดอายุแล้ว" in response.content.decode()


def test_a_crash_is_told_in_thai_without_details(client, monkeypatch):
    def crash(user):
        raise RuntimeError("details for the log")

    client.force_login(builders.a_user())
    client.raise_request_exception = False
    monkeypatch.setattr("organizations.views.portal._roles_by_organization", crash)

    response = client.get(INDEX)

    assert response.status_code == 500
    assert "ระบบขัดข้อง" in response.content.decode()
    assert "details" not in response.content.decode()
