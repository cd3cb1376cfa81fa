"""The pages of a province and of an organisation's place, as people open them."""

from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ita_portal.jobs import JobCancelled, JobProgress
from organizations.models import Organization, Role, TrailEntry, User
from reports.models import Publication
from tests import builders
from tests.reports.oversight_world import a_result, an_organization_after, an_overseer

pytestmark = pytest.mark.django_db

PROVINCE = "/province/"
_numbers = count(1)


def page(client, user, address=PROVINCE):
    client.force_login(user)
    return client.get(address).content.decode()


def place_page(client, user, organization, year=2568):
    return page(client, user, reverse("reports:place", args=[organization.slug, year]))


def test_the_page_says_how_many_have_done_each_step_and_leads_to_the_others(client):
    an_organization_after(7)
    an_organization_after(1)

    text = page(client, an_overseer())

    assert "หน่วยงานในจังหวัดนครศรีธรรมราชทำถึงไหนแล้ว" in text
    assert "missing=published" in text
    assert "ยังไม่ยืนยัน" in text


def test_figures_in_work_are_nowhere_on_the_page(client):
    a_result(builders.an_organization(), "77.77", is_confirmed=False)

    assert "๗๗.๗๗" not in page(client, an_overseer(), f"{PROVINCE}?year=2568")


def test_the_platform_administrator_sees_the_nation(client):
    for name in ("ตรัง", "พังงา"):
        a_result(builders.an_organization(place_name=f"ใน{name}", province=builders.a_province(name)))

    text = page(client, builders.a_user(role=Role.PLATFORM_ADMINISTRATOR))

    assert "หน่วยงานทั่วประเทศทำถึงไหนแล้ว" in text
    assert "ในตรัง" in text
    assert "ในพังงา" in text


def test_a_list_without_rows_says_what_to_do(client):
    a_result(builders.an_organization())

    text = page(client, an_overseer(), f"{PROVINCE}?kind=city")

    assert "ไม่มีหน่วยงานตามที่เลือก" in text


def test_the_number_of_queries_does_not_grow_with_the_organisations(client):
    user = an_overseer()
    for _ in range(3):
        an_organization_after(3)
    few = queries_of(client, user)
    for _ in range(57):
        a_result(builders.an_organization())

    many = queries_of(client, user)

    assert few == many <= 20


def queries_of(client, user, address=PROVINCE):
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)
    return len(queries)


@pytest.fixture
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_an_export_is_on_the_trail_with_what_was_taken(client, var_dir, django_capture_on_commit_callbacks):
    a_result(builders.an_organization())
    user = an_overseer()
    client.force_login(user)

    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(reverse("reports:export_province"))
    job = client.get(begun["Location"])
    response = client.get(job.context["started"].after)

    entry = TrailEntry.objects.get(verb="export_oversight")
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert (entry.by, entry.changes["count"]) == (user, [None, "1"])
    assert "ในจังหวัดนครศรีธรรมราช" in entry.changes["filters"][1]


def test_an_export_that_is_stopped_is_not_on_the_trail(
    client, var_dir, django_capture_on_commit_callbacks, monkeypatch
):
    a_result(builders.an_organization())
    client.force_login(an_overseer())

    def stop(progress, done, total, message=""):
        raise JobCancelled

    monkeypatch.setattr(JobProgress, "report", stop)
    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(reverse("reports:export_province"))
    page = client.get(begun["Location"])

    assert "หยุดตามที่ท่านสั่ง" in page.content.decode()
    assert client.get(page.context["started"].after).status_code == 404
    assert not TrailEntry.objects.filter(verb="export_oversight").exists()


def test_an_export_opens_for_who_asked_and_still_oversees(client, var_dir, django_capture_on_commit_callbacks):
    a_result(builders.an_organization())
    user, other = an_overseer(), Client()
    other.force_login(an_overseer())
    client.force_login(user)
    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(reverse("reports:export_province"))
    address = client.get(begun["Location"]).context["started"].after
    assert (client.get(address).status_code, other.get(address).status_code) == (200, 404)

    user.memberships.update(is_active=False)

    assert client.get(address).status_code == 404


# -- The place of one organisation ---------------------------------------------------------------------


def some_peers(number_of_them, **fields):
    for number in range(number_of_them):
        neighbour = builders.an_organization(district=f"อำเภอเพื่อนบ้าน{next(_numbers)}")
        a_result(neighbour, f"{80 + number}.00", **fields)


def test_an_organisation_sees_its_rank_and_the_quartiles_of_its_peers_but_none_of_them(client):
    own = builders.an_organization()
    a_result(own, "82.50")
    some_peers(5)

    text = place_page(client, builders.a_user(own, Role.AUDITOR), own)

    assert "ที่ ๓</span>" in text
    assert "๘๒.๒๕" in text  # the median of 80, 81, 82, 82.50, 83, 84
    assert "เพื่อนบ้าน" not in text


def test_of_fewer_than_five_peers_nothing_is_told(client):
    own = builders.an_organization()
    a_result(own, "82.50")
    some_peers(4)

    text = place_page(client, builders.a_user(own, Role.AUDITOR), own)

    assert text.count("น้อยกว่า ๕ แห่ง") == 2
    assert "ค่ากลางของกลุ่ม" not in text


def test_results_of_others_that_are_in_work_do_not_count(client):
    own = builders.an_organization()
    a_result(own, "82.50")
    some_peers(6, is_confirmed=False)

    assert "น้อยกว่า ๕ แห่ง" in place_page(client, builders.a_user(own, Role.AUDITOR), own)


def test_without_a_confirmed_result_of_its_own_an_organisation_has_no_rank(client):
    own = builders.an_organization()
    a_result(own, "77.77", is_confirmed=False)
    some_peers(5)

    text = place_page(client, builders.a_user(own, Role.AUDITOR), own)

    assert "จึงยังไม่มีลำดับ" in text
    assert "hero__number" not in text
    assert "๗๗.๗๗" not in text


def test_the_place_takes_the_same_number_of_queries_whatever_the_number_of_peers(client):
    own = builders.an_organization()
    a_result(own)
    address = reverse("reports:place", args=[own.slug, 2568])
    user = builders.a_user(own, Role.AUDITOR)
    some_peers(5)
    few = queries_of(client, user, address)
    some_peers(10)

    assert few == queries_of(client, user, address)


# -- Data as large as the country ----------------------------------------------------------------------


def test_invented_data_opens_on_every_page_and_goes_into_an_empty_database_only(client):
    call_command("make_benchmark_data", organizations=12, years=2, with_scores=True, verbosity=0)

    opened = {
        username: client.get(PROVINCE).status_code
        for username in ("platform", "overseer")
        if client.force_login(User.objects.get(username=username)) is None
    }

    code = Publication.objects.exclude(edition__data="{}").values_list("document__code", flat=True).first()
    assert opened == {"platform": 200, "overseer": 200}
    assert client.get(reverse("reports:public_document", args=[code])).status_code == 200
    assert Organization.objects.count() == 12
    with pytest.raises(CommandError):
        call_command("make_benchmark_data", organizations=12, years=2)
