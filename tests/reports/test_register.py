"""The register of memo numbers: each number once, for good once it was proposed, and nothing missing unseen."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import Role, TrailEntry
from reports import workflow
from reports.models import Document, RegisterNumber
from reports.register_page import Gap, gaps, gaps_between
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return builders.an_organization(document_number_prefix="นค ๕๓๗๑๑")


@pytest.fixture
def clerk(organization):
    return builders.a_user(organization, Role.CLERK)


def a_memo(organization, fiscal_year=2568, **fields):
    return builders.a_document(
        organization, "memo", fiscal_year=fiscal_year, **{"dated_on": date(2025, 1, 16), **fields}
    )


def take(memo, text, by):
    memo.refresh_from_db()
    return workflow.take_number(memo, text, version=memo.version, by=by)


def refusal(call):
    with pytest.raises(ValidationError) as refused:
        call()
    return " ".join(refused.value.messages)


def printed(organization):
    return [str(row) for row in RegisterNumber.objects.filter(organization=organization)]


# -- Taking a number -------------------------------------------------------------------------------


def test_a_number_keeps_its_zeros_and_counts_in_the_calendar_year_of_its_date(organization, clerk):
    memo = take(a_memo(organization, dated_on=date(2024, 12, 30)), "๐๐๕", clerk)

    row = memo.register_number
    assert (str(row), row.number, row.calendar_year) == ("นค ๕๓๗๑๑/๐๐๕", 5, 2567)
    assert memo.number == "๐๐๕"


def test_a_division_with_a_prefix_of_its_own_has_a_series_of_its_own(organization, clerk):
    division = builders.a_division(organization, document_number_prefix="นค ๕๓๗๑๑.๒")
    take(a_memo(organization), "5", clerk)

    take(a_memo(organization, 2567, division=division), "5", clerk)

    assert sorted(printed(organization)) == ["นค ๕๓๗๑๑.๒/5", "นค ๕๓๗๑๑/5"]


def test_a_double_is_refused_and_named_whatever_its_digits_and_zeros(organization, clerk):
    take(a_memo(organization, subject="เรื่องแรก"), "๐๐๕", clerk)
    second = a_memo(organization, 2567)

    said = refusal(lambda: take(second, "5", clerk))

    assert "เลขที่ ๐๐๕ ของปี ๒๕๖๘ ใช้แล้วกับบันทึกข้อความเรื่อง “เรื่องแรก”" in said
    assert Document.objects.get(pk=second.pk).number == ""


def test_the_same_number_is_free_in_another_year_and_another_organisation(organization, clerk):
    take(a_memo(organization), "5", clerk)
    elsewhere = builders.an_organization(document_number_prefix="นค ๕๓๗๑๑")

    take(a_memo(organization, 2567, dated_on=date(2024, 1, 16)), "5", clerk)
    take(a_memo(elsewhere), "5", clerk)

    assert RegisterNumber.objects.filter(number=5).count() == 3


@pytest.mark.parametrize("text", ["0", "๐๐", "5/1", "ว 5", "5ก", "²", "1234567", "-1"])
def test_what_is_no_number_is_refused(organization, clerk, text):
    assert "เลขที่เป็นตัวเลขล้วน" in refusal(lambda: take(a_memo(organization), text, clerk))


def test_a_memo_without_a_date_gets_no_number(organization, clerk):
    assert "โปรดลงวันที่ก่อน" in refusal(lambda: take(a_memo(organization, dated_on=None), "5", clerk))


def test_only_memos_have_numbers(organization, clerk):
    report = builders.a_document(organization, "analysis", dated_on=date(2025, 1, 16))

    assert "เฉพาะบันทึกข้อความ" in refusal(lambda: take(report, "5", clerk))


def test_a_typing_error_is_corrected_and_the_old_number_is_free_again(organization, clerk):
    first = take(a_memo(organization), "15", clerk)

    take(first, "5", clerk)
    take(a_memo(organization, 2567), "15", clerk)

    assert printed(organization) == ["นค ๕๓๗๑๑/5", "นค ๕๓๗๑๑/15"]
    assert TrailEntry.objects.about(first).last().changes["number"] == ["15", "5"]


def test_a_number_that_was_proposed_stays_whatever_happens_to_the_memo(organization, clerk):
    memo = take(a_memo(organization), "5", clerk)
    builders.an_edition(memo, state="sent_back", waiting_order=None, waiting_since=None)

    for text in ("6", ""):
        assert "เปลี่ยนไม่ได้" in refusal(lambda text=text: take(memo, text, clerk))
    assert printed(organization) == ["นค ๕๓๗๑๑/5"]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(organization, clerk):
    memo = a_memo(organization)
    workflow.take_number(memo, "5", version=1, by=clerk)

    with pytest.raises(workflow.StaleDocument):
        workflow.take_number(memo, "6", version=1, by=clerk)

    assert printed(organization) == ["นค ๕๓๗๑๑/5"]


# -- Drawing the next ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taken", "expected"), [([], "๑"), (["๐๐๕"], "๐๐๖"), (["3", "9"], "10"), (["๐๙๙"], "๑๐๐"), (["๙๙"], "๑๐๐")]
)
def test_the_next_number_looks_like_the_last(organization, clerk, taken, expected):
    workflow.set_number_source(organization, draws=True, by=clerk)
    for place, text in enumerate(taken):
        take(a_memo(organization, 2560 + place), text, clerk)

    memo = workflow.draw_number(a_memo(organization), version=1, by=clerk)

    assert (memo.number, memo.register_number.printed) == (expected, expected)


def test_an_office_that_numbers_in_its_book_draws_nothing_here(organization, clerk):
    memo = a_memo(organization)

    assert "สมุดทะเบียน" in refusal(lambda: workflow.draw_number(memo, version=1, by=clerk))
    assert printed(organization) == []


# -- Gaps and other letters ------------------------------------------------------------------------


@given(st.sets(st.integers(1, 60), min_size=1))
def test_gaps_are_exactly_what_is_missing_between_the_first_and_the_last(numbers):
    found = gaps_between(sorted(numbers))

    missing = [number for gap in found for number in range(gap.first, gap.last + 1)]
    assert missing == sorted({*range(min(numbers), max(numbers) + 1)} - numbers)
    assert sum(gap.count for gap in found) == len(missing)


def test_a_noted_letter_closes_a_gap_and_keeps_its_number_from_memos(organization, clerk):
    for place, text in enumerate(("3", "7")):
        take(a_memo(organization, 2560 + place), text, clerk)

    workflow.note_number(organization, "นค ๕๓๗๑๑", 2568, "5", "หนังสือถึงอำเภอ", by=clerk)

    assert gaps(organization, "นค ๕๓๗๑๑", 2568) == [Gap(4, 4), Gap(6, 6)]
    assert "เป็นหนังสืออื่น: หนังสือถึงอำเภอ" in refusal(lambda: take(a_memo(organization), "5", clerk))


def test_a_wrong_note_is_taken_back_but_never_the_number_of_a_memo(organization, clerk):
    note = workflow.note_number(organization, "นค ๕๓๗๑๑", 2568, "5", "พิมพ์ผิด", by=clerk)
    memo = take(a_memo(organization), "6", clerk)

    workflow.forget_noted_number(note, by=clerk)

    refusal(lambda: workflow.forget_noted_number(memo.register_number, by=clerk))
    assert printed(organization) == ["นค ๕๓๗๑๑/6"]


# -- Pages -----------------------------------------------------------------------------------------


@pytest.fixture
def page(client, organization, clerk):
    client.force_login(clerk)
    return reverse("reports:register", args=[organization.slug])


def test_the_register_tells_numbers_gaps_and_memos_it_does_not_have(client, page, organization, clerk):
    take(a_memo(organization, subject="เรื่องแรก"), "๐๐๕", clerk)
    take(a_memo(organization, 2567), "๐๐๘", clerk)
    a_memo(organization, 2566, subject="เรื่องเก่า", number="๕/๑")

    shown = client.get(page).content.decode()

    assert "เรื่องแรก" in shown
    assert "๖–๗" in shown
    assert "อาจเป็นหนังสืออื่น" in shown
    assert "เรื่องเก่า" in shown


def test_a_number_is_noted_and_forgotten_on_the_page(client, page, organization, clerk):
    take(a_memo(organization), "5", clerk)

    client.post(page, {"number": "๖", "note": "หนังสือถึงวัด"})
    row = RegisterNumber.objects.get(number=6)
    assert "หนังสือถึงวัด" in client.get(page).content.decode()
    client.post(reverse("reports:forget_noted_number", args=[organization.slug, row.pk]), {"number": "6"})

    assert "หนังสือถึงวัด" not in client.get(page).content.decode()


def test_a_noted_double_is_said_beside_its_field(client, page, organization, clerk):
    take(a_memo(organization), "5", clerk)

    answer = client.post(page, {"number": "5", "note": "ซ้ำ"})

    assert answer.status_code == 200
    assert "ใช้แล้วกับบันทึกข้อความ" in answer.context["form"].errors["number"][0]


def test_an_executive_reads_the_register_and_changes_nothing(client, page, organization):
    builders.a_register_number(organization)
    client.force_login(builders.a_user(organization, Role.EXECUTIVE))

    assert "บันทึกหมายเหตุ" not in client.get(page).content.decode()
    assert client.post(page, {"number": "9", "note": "x"}).status_code == 404


@pytest.fixture
def edit(client, organization, clerk):
    """The address at which the memo of 2568 is written."""
    assessment = builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)
    client.force_login(clerk)
    return reverse("reports:edit", args=[organization.slug, assessment.year, "memo"])


def test_the_words_and_the_number_of_a_memo_are_stored_together_or_not_at_all(
    client, edit, organization, clerk
):
    take(a_memo(organization, 2567, subject="เรื่องแรก"), "5", clerk)
    words = {"subject": "เรื่องใหม่", "dated_on": "๑๖ ม.ค. ๒๕๖๘", "version": "1"}

    refused = client.post(edit, {**words, "number": "๐๐๕"})
    client.post(edit, {**words, "number": "๐๐๖"})

    assert "ใช้แล้วกับบันทึกข้อความเรื่อง “เรื่องแรก”" in refused.context["form"].errors["number"][0]
    assert printed(organization) == ["นค ๕๓๗๑๑/5", "นค ๕๓๗๑๑/๐๐๖"]
    assert Document.objects.filter(fiscal_year=2568).count() == 1


def test_a_number_is_drawn_with_the_words(client, edit, organization, clerk):
    assert "ขอเลขที่ถัดไป" not in client.get(edit).content.decode()
    client.post(reverse("reports:number_source", args=[organization.slug]), {"draws": "yes"})
    words = {"subject": "เรื่องใหม่", "dated_on": "๑๖ ม.ค. ๒๕๖๘", "version": "1", "draw": "yes"}

    assert "ขอเลขที่ถัดไป" in client.get(edit).content.decode()
    client.post(edit, words)

    assert printed(organization) == ["นค ๕๓๗๑๑/๑"]


def test_the_paper_prints_the_number_as_the_register_has_it(client, edit, organization, clerk):
    client.post(edit, {"subject": "เรื่อง", "dated_on": "๑๖ ม.ค. ๒๕๖๘", "version": "1", "number": "๐๐๕"})
    organization.document_number_prefix = "นค ๙๙๙๙๙"
    organization.save()

    preview = client.get(reverse("reports:preview", args=[organization.slug, 2568, "memo"])).content.decode()

    assert "นค ๕๓๗๑๑/๐๐๕" in preview
