"""Public holidays: the files, the page, and the days on which offices work."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ita_portal import thai_dates
from organizations import holidays
from organizations.models import PublicHoliday, Role, TrailEntry
from tests.builders import a_holiday, a_user

SONGKRAN = {date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 15)}


def test_songkran_and_the_weekend_before_it_are_no_working_days():
    saturday, friday, thursday = date(2026, 4, 11), date(2026, 4, 10), date(2026, 4, 16)

    assert thai_dates.working_day_on_or_before(date(2026, 4, 15), SONGKRAN) == friday
    assert thai_dates.working_day_on_or_after(saturday, SONGKRAN) == thursday


@given(st.dates(date(1997, 1, 1), date(2056, 12, 31)), st.sets(st.dates(date(1997, 1, 1), date(2056, 12, 31))))
def test_the_nearest_working_days_enclose_the_day_and_are_worked(day, closed):
    before = thai_dates.working_day_on_or_before(day, closed)
    after = thai_dates.working_day_on_or_after(day, closed)

    assert before <= day <= after
    assert all(thai_dates.is_working_day(found, closed) for found in (before, after))


@pytest.mark.django_db
def test_every_file_of_holidays_loads_once(capsys):
    call_command("load_holidays")
    count = PublicHoliday.objects.count()
    call_command("load_holidays")

    assert count == PublicHoliday.objects.count() > 70
    assert "เป็นปัจจุบันอยู่แล้ว" in capsys.readouterr().out


def test_the_files_name_their_own_year_and_only_days_of_the_week():
    for path in holidays.holiday_paths():
        content = holidays.read_holidays(path)

        days = [date.fromisoformat(row["day"]) for row in content["days"]]
        assert {thai_dates.buddhist_year(day) for day in days} == {content["year"]}
        assert sorted(set(days)) == days
        assert all(day.weekday() < 5 for day in days)


@pytest.mark.django_db
def test_a_cancelled_day_is_worked_and_loading_does_not_bring_it_back():
    call_command("load_holidays")
    day = PublicHoliday.objects.get(day=date(2026, 12, 10))

    holidays.correct_holiday(day, {"is_cancelled": True}, version=1, by=None)
    call_command("load_holidays")

    assert day.day not in holidays.closed_days()


@pytest.mark.django_db
def test_the_platform_administrator_adds_a_day_as_it_is_typed(client):
    client.force_login(a_user(role=Role.PLATFORM_ADMINISTRATOR))

    response = client.post(reverse("organizations:holidays"), {"day": "๒ ม.ค. ๒๕๖๙", "name": "วันหยุดพิเศษ"})

    assert response.status_code == 302
    assert PublicHoliday.objects.get().day == date(2026, 1, 2)
    assert TrailEntry.objects.get().verb == "add_holiday"


@pytest.mark.django_db
def test_a_day_that_is_there_already_is_refused_beside_the_field(client):
    a_holiday(date(2026, 1, 2))
    client.force_login(a_user(role=Role.PLATFORM_ADMINISTRATOR))

    response = client.post(reverse("organizations:holidays"), {"day": "2/1/2569", "name": "วันหยุดพิเศษ"})

    assert "มีวันหยุดของวันที่นี้แล้ว" in response.content.decode()
    assert PublicHoliday.objects.count() == 1


@pytest.mark.django_db
def test_the_second_person_who_corrects_a_day_sees_what_the_first_wrote(client):
    day = a_holiday()
    client.force_login(a_user(role=Role.PLATFORM_ADMINISTRATOR))
    holidays.correct_holiday(day, {"name": "วันรัฐธรรมนูญไทย"}, version=1, by=None)

    response = client.post(reverse("organizations:holiday", args=[day.pk]), {"name": "ของฉัน", "version": 1})

    assert "วันรัฐธรรมนูญไทย" in response.content.decode()
    assert PublicHoliday.objects.get().name == "วันรัฐธรรมนูญไทย"
    assert 'name="version" value="2"' in response.content.decode()


@pytest.mark.django_db
def test_nobody_else_adds_a_day(client):
    client.force_login(a_user())

    response = client.post(reverse("organizations:holidays"), {"day": "2/1/2569", "name": "วันหยุดของฉัน"})

    assert response.status_code == 403
    assert not PublicHoliday.objects.exists()
