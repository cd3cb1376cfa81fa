"""Who holds a position and who stands in for whom."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from organizations.models import ActingAppointment, Capacity, Position, PositionRank, Term
from organizations.scope import scope_guard
from tests.builders import a_term, an_organization

pytestmark = pytest.mark.django_db

OCTOBER, JANUARY, MARCH, SEPTEMBER = date(2025, 10, 1), date(2026, 1, 1), date(2026, 3, 31), date(2026, 9, 30)


def acting(position, starts_on=OCTOBER, ends_on=None, capacity=Capacity.ACTING, term=None):
    """An appointment to stand in for a position, checked but not saved."""
    term = term or a_term(position.organization)
    row = ActingAppointment(
        term=term, position=position, capacity=capacity, starts_on=starts_on, ends_on=ends_on
    )
    row.take_organization()
    return row


def appointed(position, *args, **kwargs):
    row = acting(position, *args, **kwargs)
    row.full_clean()
    row.save()
    return row


@pytest.fixture
def head():
    """The position of นายก."""
    return a_term(rank=PositionRank.HEAD, title="นายกเทศมนตรีตำบลท่านา").position


# -- Standing in -----------------------------------------------------------------------------------


def test_two_people_never_act_for_one_position_on_the_same_day(head):
    appointed(head, OCTOBER, MARCH)

    with pytest.raises(ValidationError) as refused:
        appointed(head, MARCH, SEPTEMBER)

    assert refused.value.message_dict == {
        "starts_on": [
            "มีผู้รักษาราชการแทนนายกเทศมนตรีตำบลท่านาในช่วงวันนี้แล้ว รักษาราชการแทนมีได้ครั้งละหนึ่งคน",
        ],
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((OCTOBER, None), (MARCH, None)),
        ((OCTOBER, None), (MARCH, SEPTEMBER)),
        ((MARCH, SEPTEMBER), (OCTOBER, None)),
        ((OCTOBER, SEPTEMBER), (JANUARY, MARCH)),
        ((JANUARY, MARCH), (OCTOBER, SEPTEMBER)),
        ((JANUARY, JANUARY), (JANUARY, JANUARY)),
    ],
    ids=["both without end", "within endless", "endless around", "within", "around", "same day"],
)
def test_acting_periods_that_share_a_day_are_refused(head, first, second):
    appointed(head, *first)

    with pytest.raises(ValidationError, match="ครั้งละหนึ่งคน"):
        appointed(head, *second)


@pytest.mark.parametrize(
    ("first", "second"),
    [((OCTOBER, date(2025, 12, 31)), (JANUARY, None)), ((JANUARY, None), (OCTOBER, date(2025, 12, 31)))],
    ids=["one after the other", "one before the other"],
)
def test_people_may_act_one_after_the_other(head, first, second):
    appointed(head, *first)

    row = appointed(head, *second)

    assert row.pk


def test_one_person_may_act_for_two_positions_at_once(head):
    secretary = a_term(head.organization, rank=PositionRank.SECRETARY)
    deputy = a_term(head.organization, rank=PositionRank.DEPUTY)
    appointed(head, term=deputy)

    row = appointed(secretary.position, term=deputy)

    assert row.pk


def test_several_people_may_perform_duties_for_one_position_at_once(head):
    appointed(head, capacity=Capacity.FOR)
    appointed(head, capacity=Capacity.ACTING)

    row = appointed(head, capacity=Capacity.FOR)

    assert row.pk
    assert head.acting_appointments.count() == 3


def test_an_appointment_does_not_stand_in_its_own_way(head):
    row = appointed(head, OCTOBER, MARCH)

    row.ends_on = SEPTEMBER
    row.full_clean()

    assert row.ends_on == SEPTEMBER


def test_the_people_of_a_day_are_found_first_and_last_day_included(head):
    row = appointed(head, JANUARY, MARCH)

    days = [date(2025, 12, 31), JANUARY, MARCH, date(2026, 4, 1)]

    assert [row in head.acting_appointments.on(day) for day in days] == [False, True, True, False]


def test_an_appointment_reads_as_it_is_printed(head):
    row = appointed(head, capacity=Capacity.FOR)

    assert str(row) == "นายสมมติ ตัวอย่างดี ปฏิบัติราชการแทน นายกเทศมนตรีตำบลท่านา"


def test_an_appointment_never_ends_before_it_starts(head):
    row = acting(head, MARCH, JANUARY)

    with pytest.raises(ValidationError, match="วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม"):
        row.full_clean()
    with pytest.raises(IntegrityError):
        row.save()


# -- Holding ---------------------------------------------------------------------------------------


def held(position, starts_on, ends_on=None):
    row = Term(position=position, person_name="นางสมมติ ตัวอย่างงาม", starts_on=starts_on, ends_on=ends_on)
    row.take_organization()
    row.full_clean()
    row.save()
    return row


@pytest.mark.parametrize("rank", [rank for rank in PositionRank if rank != PositionRank.OFFICER])
def test_an_office_has_one_holder_at_a_time(rank):
    position = a_term(rank=rank, title="ปลัดเทศบาล").position

    with pytest.raises(ValidationError, match="ปลัดเทศบาล มีผู้ดำรงตำแหน่งในช่วงวันนี้แล้ว"):
        held(position, OCTOBER)


def test_the_next_holder_may_start_the_day_after():
    term = a_term(rank=PositionRank.HEAD, ends_on=date(2025, 12, 31))

    row = held(term.position, JANUARY)

    assert row.pk


def test_several_officers_may_hold_the_same_title():
    term = a_term(rank=PositionRank.OFFICER)

    row = held(term.position, OCTOBER)

    assert row.pk


def test_a_term_never_ends_before_it_starts():
    position = a_term(rank=PositionRank.OFFICER).position

    with pytest.raises(ValidationError, match="วันสิ้นสุดวาระต้องไม่มาก่อนวันเริ่ม"):
        held(position, MARCH, JANUARY)


def test_an_organisation_has_one_head_and_each_title_once(head):
    second = Position(organization=head.organization, title=head.title, rank=PositionRank.HEAD)

    with pytest.raises(ValidationError) as refused:
        second.full_clean()

    assert set(refused.value.messages) == {"มีตำแหน่งชื่อนี้แล้ว", "หน่วยงานมีตำแหน่งผู้บริหารสูงสุดแล้ว"}


def test_two_organisations_each_have_a_head_of_the_same_title(head):
    second = Position(organization=an_organization(), title=head.title, rank=PositionRank.HEAD)

    second.full_clean()

    assert second.rank == PositionRank.HEAD


def test_the_checks_run_inside_a_request(head):
    appointed(head)
    row = acting(head)

    with scope_guard(), pytest.raises(ValidationError, match="ครั้งละหนึ่งคน"):
        row.full_clean()


@pytest.mark.parametrize("model", [Term, ActingAppointment])
@pytest.mark.parametrize("known", ["nothing", "the position"])
def test_a_form_without_position_or_day_is_answered_with_form_errors(head, model, known):
    fields = {"position": head} if known == "the position" else {}
    row = model(organization=head.organization, **fields, **({"capacity": "acting"} if model != Term else {}))

    with pytest.raises(ValidationError):
        row.full_clean()
