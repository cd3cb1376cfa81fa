"""The paste page, the preview of an import and the list of imports, as an auditor meets them."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import import_preview, workflow
from assessments.models import Assessment, ImportStatus, ScoreImport
from assessments.paste_content import known_framework
from assessments.pasted_scores import read_pasted
from assessments.score_tree import officials_of
from organizations.models import Role
from tests.assessments.known_frameworks import known
from tests.builders import (
    FULL_SCORES,
    a_framework,
    a_score_import,
    a_user,
    an_assessment,
    an_organization,
    the_framework,
)

pytestmark = pytest.mark.django_db

PUBLISHED = Path(__file__).parent / "published_texts"


@pytest.fixture
def organization():
    a_framework()
    return an_organization("own")


@pytest.fixture
def auditor(client, organization):
    user = a_user(organization, Role.AUDITOR)
    client.force_login(user)
    return user


def paste(client, text, year=2568):
    return client.post(reverse("assessments:paste_scores", args=["own", year]), {"text": text})


def page_of(score_import):
    return reverse("assessments:score_import", args=["own", score_import.framework.year, score_import.pk])


def post(client, score_import, **data):
    preview = import_preview.preview_of(score_import)
    kept = [row.key for row in preview.changes]
    return client.post(page_of(score_import), {"seen": preview.seen, "act": "apply", "keep": kept, **data})


def text_of(response):
    return response.content.decode()


# -- Pasting ---------------------------------------------------------------------------------------


def test_a_paste_leads_to_its_preview_and_stores_no_figure(client, auditor):
    response = paste(client, "i1 ๙๘.๒๖\nO1 100.00")

    waiting = ScoreImport.objects.get()
    assert response["Location"] == page_of(waiting)
    assert waiting.figures == {"i1": "98.26", "O1": "100.00"}
    assert not Assessment.objects.exists()


def test_the_same_text_pasted_twice_waits_once(client, auditor):
    first = paste(client, "i1 98.26")

    second = paste(client, "i1 98.26")

    assert first["Location"] == second["Location"]
    assert ScoreImport.objects.count() == 1


def test_a_text_without_scores_stays_in_the_box_with_what_was_expected(client, auditor):
    response = paste(client, "รายงานการประชุม\nข้อความอื่น\t55.55")

    assert response.status_code == 200
    assert not ScoreImport.objects.exists()
    assert "อ่านคะแนนจากข้อความนี้ไม่ได้เลย" in text_of(response)
    assert "รายงานการประชุม\nข้อความอื่น\t55.55</textarea>" in text_of(response)
    assert "บรรทัดที่ ๒" in text_of(response)


@pytest.mark.parametrize("text", ["", "   \n ", "ก" * 120_001])
def test_nothing_and_too_much_are_refused_beside_the_box(client, auditor, text):
    response = paste(client, text)

    assert response.status_code == 200
    assert 'aria-invalid="true"' in text_of(response)


def test_a_confirmed_year_takes_no_paste(client, auditor, organization):
    an_assessment(organization, official=FULL_SCORES, is_confirmed=True)

    response = paste(client, "i1 98.26")

    assert "ยืนยันแล้ว" in text_of(response)
    assert not ScoreImport.objects.exists()


def test_every_example_on_the_page_can_be_read(client, auditor):
    page = text_of(client.get(reverse("assessments:paste_scores", args=["own", 2568])))
    examples = [part.split("</pre>")[0] for part in page.split("<pre>")[1:]]

    reads = [read_pasted(example, known(2568)) for example in examples]

    assert [len(read.figures) for read in reads] == [4, 3, 3]
    assert [read.problems for read in reads] == [[], [], []]


def test_the_reader_knows_of_a_stored_framework_what_its_file_says():
    framework = the_framework(2568)

    assert known_framework(framework) == known(2568)


def test_the_whole_report_of_a_municipality_is_pasted_and_confirmed_in_two_steps(client):
    the_framework(2568)
    organization = an_organization("own")
    client.force_login(a_user(organization, Role.AUDITOR))

    paste(client, (PUBLISHED / "khlongse_2568.txt").read_text("utf-8"))
    response = post(client, ScoreImport.objects.get())

    assessment = Assessment.objects.get()
    assert response["Location"] == assessment.get_absolute_url()
    assert (len(officials_of(assessment)), assessment.computed_total) == (76, Decimal("96.83"))
    assert assessment.computed_rating == "ผ่านดี"


# -- The preview -----------------------------------------------------------------------------------


def test_the_preview_says_what_is_new_what_is_replaced_and_what_stays(organization):
    an_assessment(organization, official={"i1": "90.00", "i2": "91.00"})

    preview = import_preview.preview_of(
        a_score_import(organization, {"i1": "98.26", "i2": "91.00", "O1": "50.00"})
    )

    assert [row.key for row in preview.replacing] == ["i1"]
    assert [row.key for row in preview.new] == ["O1"]
    assert [row.key for row in preview.same] == ["i2"]


def test_the_preview_computes_the_year_with_the_chosen_changes(organization):
    an_assessment(organization, official={**FULL_SCORES, "total": "94.00"})
    waiting = a_score_import(organization, {"O4": "100.00", "O1": "100.00"})

    both = import_preview.preview_of(waiting)
    one = import_preview.preview_of(waiting, left_out={"O1"})

    assert (both.total.before, both.total.after) == (Decimal("90.00"), Decimal("92.67"))
    assert one.total.after == Decimal("92.00")


@pytest.mark.parametrize(
    ("total", "agrees"), [("90.00", True), ("90.01", True), ("96.00", False), (None, None)]
)
def test_the_preview_tells_whether_the_year_agrees_with_the_official_total(organization, total, agrees):
    figures = FULL_SCORES | ({"total": total} if total else {})

    preview = import_preview.preview_of(a_score_import(organization, figures))

    assert preview.agrees is agrees


def test_ticks_can_be_looked_at_without_storing_anything(client, auditor, organization):
    waiting = a_score_import(organization, FULL_SCORES)

    every = client.get(page_of(waiting))
    some = client.get(page_of(waiting), {"look": "1", "keep": ["i1", "i2"]})

    assert (every.context["preview"].total.after, some.context["preview"].total.after) == (
        Decimal("90.00"),
        None,
    )
    assert text_of(some).count(" checked") == 2
    assert not Assessment.objects.exists()


def test_looking_without_a_script_leads_to_an_address_with_nothing_but_the_ticks(client, auditor, organization):
    waiting = a_score_import(organization, FULL_SCORES)

    response = post(client, waiting, act="look", keep=["i1", "e1/2"])

    assert response["Location"] == f"{page_of(waiting)}?look=1&keep=i1&keep=e1%2F2"
    assert not Assessment.objects.exists()


def test_only_the_ticked_changes_are_stored(client, auditor, organization):
    waiting = a_score_import(organization, {"i1": "98.26", "i2": "91.00"})

    post(client, waiting, keep=["i2"])

    assert officials_of(Assessment.objects.get()) == {"i2": Decimal("91.00")}


def test_a_figure_that_changed_meanwhile_shows_the_differences_again(client, auditor, organization):
    assessment = an_assessment(organization)
    waiting = a_score_import(organization, {"i1": "98.26", "i2": "91.00"})
    seen = import_preview.preview_of(waiting).seen
    workflow.record_scores(assessment, {"i1": Decimal("50.00")}, by=None)

    response = post(client, waiting, seen=seen, keep=["i1"])

    preview = response.context["preview"]
    assert response.status_code == 409
    assert [(row.key, row.change.old) for row in preview.replacing] == [("i1", Decimal("50.00"))]
    assert [row.is_chosen for row in preview.new] == [False]
    assert officials_of(assessment) == {"i1": Decimal("50.00")}


def test_an_import_is_confirmed_once_also_when_the_button_is_pressed_twice(client, auditor, organization):
    waiting = a_score_import(organization)
    post(client, waiting)

    response = client.post(page_of(waiting), {"act": "apply", "seen": "", "keep": ["i1"]}, follow=True)

    assert "บันทึกหรือยกเลิกไปแล้ว" in text_of(response)
    assert 'name="act"' not in text_of(response)


def test_a_discarded_import_leaves_the_year_as_it_was(client, auditor, organization):
    waiting = a_score_import(organization)

    response = post(client, waiting, act="discard")

    waiting.refresh_from_db()
    assert response["Location"] == reverse("assessments:score_imports", args=["own", 2568])
    assert waiting.status == ImportStatus.DISCARDED
    assert not Assessment.objects.exists()


def test_lines_that_could_not_be_placed_stand_on_the_preview_with_the_reason(client, auditor):
    paste(client, "i1 98.26\nO35 100.00\n- ๒ -")

    page = text_of(client.get(page_of(ScoreImport.objects.get())))

    assert "๑ บรรทัดที่ยังใช้ไม่ได้" in page
    assert "ไม่มีข้อ “O35” ในเกณฑ์ปี ๒๕๖๘" in page
    assert "๑ บรรทัดที่ข้ามไป" in page


def test_announced_facts_stand_among_the_changes_in_words(client, auditor, organization):
    waiting = a_score_import(organization, {}, header={"announced_on": "2025-08-15", "official_rank": "137"})

    page = text_of(client.get(page_of(waiting)))

    assert "วันที่ประกาศผล" in page
    assert "๑๕ ส.ค. ๒๕๖๘" in page
    assert "๑๓๗" in page


def test_pasted_text_is_shown_as_text(client, auditor):
    paste(client, "i1 98.26 <script>alert(1)</script>\ni2 x&amp;y 91.00")

    page = text_of(client.get(page_of(ScoreImport.objects.get())))

    assert "<script>alert" not in page


# -- Lists -----------------------------------------------------------------------------------------


def test_the_list_tells_who_settled_an_import_and_which_wait(client, auditor, organization):
    post(client, a_score_import(organization, {"i1": "98.26"}))
    a_score_import(organization, {"i2": "91.00"}, file_name="คะแนน.xlsx")

    response = client.get(reverse("assessments:score_imports", args=["own", 2568]))

    assert [row.score_import.file_name for row in response.context["waiting"]] == ["คะแนน.xlsx"]
    assert [row.settled.by for row in response.context["settled"]] == [auditor]


def test_a_settled_import_shows_what_it_had_and_offers_nothing(client, auditor, organization):
    waiting = a_score_import(organization, {"i1": "98.26"})
    post(client, waiting)

    page = text_of(client.get(page_of(waiting)))

    assert "๙๘.๒๖" in page
    assert "<form method" not in page.split("<main")[1]


def test_imports_wait_for_those_who_may_confirm_them(organization, auditor):
    waiting = a_score_import(organization)
    clerk = a_user(organization, Role.CLERK)

    assert import_preview.waiting_imports(organization, a_framework(), auditor) == [waiting]
    assert import_preview.waiting_imports(organization, a_framework(), clerk) == []


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_import_and_for_many(client, auditor, organization):
    address = reverse("assessments:score_imports", args=["own", 2568])
    a_score_import(organization)
    one = queries(client, address)

    for _ in range(12):
        a_score_import(organization)

    assert queries(client, address) == one < 20


def test_the_preview_costs_the_same_for_one_figure_and_for_a_whole_year(client, auditor, organization):
    one = a_score_import(organization, {"i1": "98.26"})
    whole = a_score_import(organization, FULL_SCORES, reading=[{"place": "1", "key": "i1", "value": "1"}] * 50)

    assert queries(client, page_of(one)) == queries(client, page_of(whole)) < 40
