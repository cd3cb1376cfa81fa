"""The entry sheet as a plain form and as its script talks to it; tests/browser/ has the script itself."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments import workflow
from assessments.entry_forms import read_boxes
from assessments.entry_sheet import read_sheet
from assessments.models import Assessment, QuestionScore
from ita_portal.fields import ScoreField
from organizations.models import Membership, Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db

SHEET = "/khlongse/2568/scores/"


@pytest.fixture
def organization():
    return builders.an_organization("khlongse", place_name="คลองเส")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def writer(client, auditor):
    client.force_login(auditor)
    return client


def typed(**boxes):
    """The form data of boxes: i1="98.26", or i1=("98.26", "3|90.00") with what was seen; "__" stands for "/"."""
    data = {}
    for name, box in boxes.items():
        text, seen = box if isinstance(box, tuple) else (box, "0|")
        key = name.replace("__", "/")
        data |= {f"box:{key}": text, f"seen:{key}": seen}
    return data


def save(writer, **boxes):
    return writer.post(SHEET, typed(**boxes), headers={"accept": "application/json"})


def stored(key="i1"):
    return workflow.rows_of(Assessment.objects.get())[key].official


# -- Starting --------------------------------------------------------------------------------------


def test_a_year_that_is_not_started_says_what_it_will_hold_and_has_one_button(writer):
    builders.a_framework()

    text = writer.get(SHEET).content.decode()

    assert "ยังไม่ได้เริ่มบันทึกคะแนนปี ๒๕๖๘" in text
    assert 'action="/khlongse/2568/scores/start/"' in text
    assert text.count("btn-primary") == 1


def test_starting_a_year_opens_its_empty_sheet(writer, auditor):
    builders.a_framework()

    response = writer.post("/khlongse/2568/scores/start/")

    assert response["Location"] == SHEET
    assert "กรอกแล้ว ๐ จาก ๑๐" in writer.get(SHEET).content.decode()
    assert TrailEntry.objects.get(verb="start").by == auditor


def test_a_year_without_a_framework_has_no_sheet(writer):
    assert writer.get(SHEET).status_code == 404
    assert writer.post("/khlongse/2568/scores/start/").status_code == 404


def test_nothing_is_saved_for_a_year_that_is_not_started(writer):
    builders.a_framework()

    assert save(writer, i1="98.26").status_code == 404


# -- The page --------------------------------------------------------------------------------------


def test_the_sheet_has_a_box_for_every_figure_with_what_is_stored(writer, organization):
    builders.an_assessment(organization, official={"i1": "98.26", "total": "96.83"})

    text = writer.get(SHEET).content.decode()

    keys = re.findall(r'name="box:([^"]+)"', text)
    assert set(keys) == {*workflow.HEADER_FIELDS, *workflow.places_of(builders.a_framework())}
    assert 'name="seen:i1" value="1|98.26"' in text
    assert re.search(r'id="box-total"[^>]*value="96.83"', text)


def test_computed_figures_and_differences_stand_beside_the_announced_ones(writer, organization):
    builders.an_assessment(organization, official={**builders.FULL_SCORES, "IIT": "90.00", "1": "90.40"})

    painted = read_sheet(Assessment.objects.get()).painted()

    assert painted["computed:IIT"] == ["๙๐.๐๐", ""]
    assert painted["agreement:1"] == ["ต่าง +๐.๔๐", "warn"]
    assert painted["agreement:total"] == ["", ""]
    assert painted["level"] == ["ผ่านดี", ""]


def test_what_the_page_prints_is_what_the_script_would_paint(writer, organization):
    builders.an_assessment(organization, builders.a_framework(2567), builders.FULL_SCORES)
    assessment = builders.an_assessment(
        organization, official={"i1": "98.26", "e1/1": "80.00", "total": "90.00"}
    )

    text = writer.get(SHEET).content.decode()

    printed = re.findall(r'<span data-paint="([^"]+)" data-tone="([^"]*)">([^<]*)</span>', text)
    assert {mark: [words, tone] for mark, tone, words in printed} == read_sheet(assessment).painted()


def test_last_year_is_found_through_what_a_question_continues(writer, organization):
    builders.an_assessment(
        organization, builders.a_framework(2567), {"i2": "97.00", "e1/2": "91.00", "IIT": "95.00"}
    )
    question = builders.a_framework().questions.get(code="i1")
    question.continues = builders.a_framework(2567).questions.get(code="i2")
    question.save()

    assessment = builders.an_assessment(organization, official={"i1": "98.24", "IIT": "95.00"})

    boxes = {box.key: box for box in read_sheet(assessment).boxes}
    assert (boxes["i1"].last, boxes["i1"].change.text) == (Decimal("97.00"), "▲ +๑.๒๔")
    assert boxes["IIT"].change.text == "เท่าเดิม"
    assert boxes["i2"].last is None


def test_a_confirmed_year_is_read_only_and_leads_to_opening_it_again(writer, organization):
    builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)

    text = writer.get(SHEET).content.decode()

    assert "อ่านได้อย่างเดียว" in text
    assert reverse("assessments:reopen_assessment", args=["khlongse", 2568]) in text
    assert "<input" not in text.split('id="content"')[1]


def test_the_number_of_queries_does_not_grow_with_the_questions(
    writer, organization, django_assert_num_queries
):
    builders.an_assessment(organization, builders.a_framework(2569), builders.FULL_SCORES)
    builders.an_assessment(organization, builders.the_framework(2567))
    builders.an_assessment(organization, builders.the_framework(2568), {"i1": "98.26", "e1/1": "90.00"})

    for year in (2569, 2568):
        with django_assert_num_queries(34):
            writer.get(f"/khlongse/{year}/scores/")


# -- The script ------------------------------------------------------------------------------------


def test_a_row_is_saved_with_its_new_version_and_everything_computed_from_it(writer, organization):
    builders.an_assessment(organization, official={"i2": "90.00"})

    answer = save(writer, i1="๙๘,๒๖").json()

    assert answer["saved"] == {"i1": {"seen": "1|98.26", "text": "98.26"}}
    assert answer["painted"]["computed:IIT"] == ["๙๔.๑๓", ""]
    assert answer["painted"]["filled"] == ["กรอกแล้ว ๒ จาก ๑๐", ""]
    assert re.fullmatch("[๐-๒][๐-๙]\\.[๐-๕][๐-๙]", answer["at"])


def test_a_wrong_box_is_told_and_hinders_no_other(writer, organization):
    builders.an_assessment(organization)

    answer = save(writer, i1="เก้าสิบ", i2="90").json()

    assert list(answer["saved"]) == ["i2"]
    assert "ไม่ใช่คะแนน" in answer["errors"]["i1"]
    assert [row.key for row in QuestionScore.objects.all()] == ["i2"]


def test_the_second_of_two_people_is_told_both_values_and_who_was_first(writer, organization):
    assessment = builders.an_assessment(organization)
    first = builders.a_user(organization, Role.AUDITOR)
    workflow.record_scores(assessment, {"i1": Decimal("91.00")}, by=first)

    answer = save(writer, i1="92").json()

    clash = answer["clashes"]["i1"]
    assert (clash["mine"], clash["theirs"], clash["seen"]) == ("๙๒", "๙๑.๐๐", "1|91.00")
    assert str(first) in clash["told"]
    assert stored() == Decimal("91.00")


def test_the_value_that_was_chosen_after_a_conflict_is_saved(writer, organization):
    builders.an_assessment(organization, official={"i1": "91.00"})

    answer = save(writer, i1=("92", "1|91.00")).json()

    assert answer["saved"]["i1"]["seen"] == "2|92.00"


def test_a_box_that_is_emptied_takes_the_figure_away(writer, organization):
    builders.an_assessment(organization, official={"i1": "91.00"})

    save(writer, i1=("", "1|91.00"))

    assert stored() is None


def test_boxes_of_other_years_and_invented_ones_are_not_touched(writer, organization):
    builders.an_assessment(organization)

    answer = save(writer, i99="50", status="confirmed").json()

    assert answer["saved"] == {}
    assert not QuestionScore.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "|", "-1|91.00", "1|abc", "99999999999999999999|91.00"])
def test_a_version_that_nobody_was_shown_is_a_conflict(writer, organization, seen):
    builders.an_assessment(organization, official={"i1": "91.00"})

    answer = save(writer, i1=("92", seen)).json()

    assert list(answer["clashes"]) == ["i1"]
    assert stored() == Decimal("91.00")


def test_figures_confirmed_meanwhile_refuse_the_row_in_words(writer, organization):
    builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)

    response = save(writer, i1=("92", "1|90.00"))

    assert response.status_code == 409
    assert "ยืนยันแล้ว" in response.json()["refusal"]


def test_saving_renews_the_session(writer, organization, settings):
    builders.an_assessment(organization)

    response = save(writer, i1="92")

    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


def test_the_script_learns_who_it_is_and_gets_a_token(writer, organization, auditor):
    builders.an_assessment(organization)

    answer = writer.get(SHEET, headers={"accept": "application/json"}).json()

    assert answer["user"] == auditor.pk
    assert answer["token"]


# -- The plain form --------------------------------------------------------------------------------


def test_the_plain_form_saves_and_says_how_many(writer, organization):
    builders.an_assessment(organization)

    response = writer.post(SHEET, typed(i1="98.26", e1__2="๙๐", official_rank="๑๓๗"), follow=True)

    assert response.redirect_chain == [(SHEET, 302)]
    assert "บันทึกแล้ว ๓ ช่อง" in response.content.decode()
    assert (stored("e1/2"), Assessment.objects.get().official_rank) == (Decimal("90.00"), 137)


def test_untouched_boxes_are_no_changes_even_when_others_changed_them(writer, organization):
    builders.an_assessment(organization, official={"i1": "91.00", "i2": "92.00"})
    workflow.record_scores(Assessment.objects.get(), {"i2": Decimal("95.00")}, by=None)

    response = writer.post(SHEET, typed(i1=("90", "1|91.00"), i2=("92.00", "1|92.00")))

    assert response.status_code == 302
    assert (stored("i1"), stored("i2")) == (Decimal("90.00"), Decimal("95.00"))


def test_a_wrong_box_keeps_its_text_with_a_sentence_and_a_summary(writer, organization):
    builders.an_assessment(organization)

    response = writer.post(SHEET, typed(i1="<b>๑๐๑", i2="90"))

    text = response.content.decode()
    assert response.status_code == 200
    assert 'value="&lt;b&gt;๑๐๑"' in text
    assert '<a href="#box-i1">คะแนน i1</a>' in text
    assert text.count('aria-invalid="true"') == 1
    assert stored("i2") == Decimal("90.00")


def test_a_conflict_without_a_script_shows_both_values_and_asks_again_until_one_is_chosen(writer, organization):
    builders.an_assessment(organization, official={"i1": "91.00"})
    shown = writer.post(SHEET, typed(i1="92"))

    again = writer.post(SHEET, {**typed(i1=("92", "1|91.00")), "open:i1": "1"})

    for response in (shown, again):
        text = response.content.decode()
        assert response.status_code == 409
        assert 'name="seen:i1" value="1|91.00"' in text
        assert "ใช้ของท่าน ๙๒" in text
        assert "ใช้ของเขา ๙๑.๐๐" in text
    assert stored() == Decimal("91.00")


@pytest.mark.parametrize(("choice", "value"), [("mine", "92.00"), ("theirs", "91.00")])
def test_the_choice_settles_the_conflict(writer, organization, choice, value):
    builders.an_assessment(organization, official={"i1": "91.00"})

    response = writer.post(SHEET, {**typed(i1=("92", "1|91.00")), "open:i1": "1", "choice:i1": choice})

    assert response.status_code == 302
    assert stored() == Decimal(value)


def test_a_third_person_reopens_a_conflict_that_was_decided(writer, organization):
    builders.an_assessment(organization, official={"i1": "91.00"})
    workflow.record_scores(Assessment.objects.get(), {"i1": Decimal("93.00")}, by=None)

    response = writer.post(SHEET, {**typed(i1=("92", "1|91.00")), "open:i1": "1", "choice:i1": "mine"})

    assert response.status_code == 409
    assert "ใช้ของเขา ๙๓.๐๐" in response.content.decode()


def test_what_was_announced_is_read_as_people_type_it(writer, organization):
    builders.an_assessment(organization)

    writer.post(SHEET, typed(announced_on="๑๕ ส.ค. ๒๕๖๘", official_rating="ผ่านดี", rank_scope=" อบต. "))

    row = Assessment.objects.get()
    assert (str(row.announced_on), row.official_rating, row.rank_scope) == ("2025-08-15", "ผ่านดี", "อบต.")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("announced_on", "15/8/2025", "ไม่ใช่ปี พ.ศ."),
        ("official_rating", "ดีที่สุด", "ไม่มีระดับ “ดีที่สุด”"),
        ("official_rank", "0", "ลำดับเริ่มที่ 1"),
        ("official_rank", "1_0", "จำนวนเต็ม"),
        ("official_rank", "100000", "ไม่เกิน 99999"),
        ("rank_scope", "ก" * 121, "ยาวเกิน 120 ตัวอักษร"),
    ],
)
def test_a_wrong_announcement_is_told_beside_its_box(writer, organization, name, text, words):
    builders.an_assessment(organization)

    assert words in save(writer, **{name: text}).json()["errors"][name]


def test_a_level_that_the_framework_no_longer_has_can_stay(writer, organization):
    builders.an_assessment(organization, official_rating="AA")

    answer = save(writer, official_rating=("AA", "1|"), source="ประกาศ").json()

    assert answer["errors"] == {}


def test_the_membership_is_asked_at_every_save(writer, organization, auditor):
    builders.an_assessment(organization)
    Membership.objects.filter(user=auditor).update(is_active=False)

    assert save(writer, i1="92").status_code == 404
    assert not QuestionScore.objects.exists()


def test_a_box_without_what_was_seen_is_no_edit_when_it_is_empty():
    boxes = read_boxes({"box:i1": ""}, {"i1": ScoreField(required=False)})

    assert boxes["i1"].edit is None
