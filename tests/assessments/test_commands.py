"""The commands about figures: explain_score and recompute_scores."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment

pytestmark = pytest.mark.django_db


# -- explain_score ---------------------------------------------------------------------------------


@pytest.fixture
def explained(municipality, capsys):
    """Gives what explain_score prints about อบต.คลองเส 2568."""
    municipality("khlongse")

    def explain(*options):
        call_command("explain_score", "khlongse", "2568", *options)
        return capsys.readouterr().out

    return explain


def nodes_of(tree):
    yield tree
    for child in (*tree.get("children", ()), *tree.get("other_way", ())):
        yield from nodes_of(child)


def test_the_explanation_as_data_holds_the_total_and_its_level(explained):
    tree = json.loads(explained("--json"))

    assert (tree["key"], tree["official"], tree["computed"], tree["difference"]) == (
        "total",
        "96.83",
        "96.83",
        None,
    )
    assert tree["rating"] == {"official": "ผ่านดี", "computed": "ผ่านดี"}


def test_the_explanation_holds_all_ten_indicators_with_their_figures(explained):
    tree = json.loads(explained("--json"))

    indicators = {node["key"]: node["computed"] for node in nodes_of(tree) if node["level"] == "indicator"}

    assert indicators == {
        "1": "99.42",
        "2": "97.97",
        "3": "100.00",
        "4": "76.23",
        "5": "95.36",
        "6": "98.27",
        "7": "97.43",
        "8": "96.20",
        "9": "97.50",
        "10": "100.00",
    }


def test_every_figure_of_the_explanation_is_text_of_two_decimals(explained):
    tree = json.loads(explained("--json"))

    figures = [
        node[field] for node in nodes_of(tree) for field in ("official", "computed", "weight", "difference")
    ]

    told = [figure for figure in figures if figure is not None]
    assert len(told) > 200
    assert [
        figure
        for figure in told
        if not (isinstance(figure, str) and figure[-3] == "." and Decimal(figure) >= 0)
    ] == []


def test_the_explanation_goes_down_to_each_question_of_each_part(explained):
    tree = json.loads(explained("--json"))

    questions = {node["key"]: node["official"] for node in nodes_of(tree) if node["level"] == "question"}

    assert len(questions) == 15 + 2 * 9 + 28
    assert (questions["i10"], questions["e9/2"], questions["O10"]) == ("35.65", "95.00", "50.00")


def test_the_shares_of_the_instruments_are_30_30_40(explained):
    tree = json.loads(explained("--json"))

    assert {child["key"]: child["weight"] for child in tree["children"]} == {
        "IIT": "30.00",
        "EIT": "30.00",
        "OIT": "40.00",
    }


def test_the_explanation_in_words_ends_with_the_level(explained):
    lines = explained().splitlines()

    assert lines[0].startswith("total: ประกาศ 96.83 คำนวณ 96.83")
    assert lines[-1] == "ระดับ: ผ่านดี (คำนวณ: ผ่านดี)"


@pytest.mark.parametrize(("organization", "year"), [("khlongse", "2564"), ("nowhere", "2568")])
def test_explaining_what_is_not_there_is_refused_by_name(five_municipalities, organization, year):
    with pytest.raises(CommandError, match=f"ไม่มีผลการประเมินของ {organization} ปี {year}"):
        call_command("explain_score", organization, year)


# -- recompute_scores ------------------------------------------------------------------------------


def test_recomputing_repairs_stale_totals_and_counts_them(municipality, capsys):
    thana = municipality("thana").assessments.get()
    Assessment.objects.filter(pk=thana.pk).update(computed_total=Decimal("12.34"))
    count = Assessment.objects.count()

    call_command("recompute_scores")

    thana.refresh_from_db()
    assert thana.computed_total == Decimal("62.20")
    assert capsys.readouterr().out.strip() == f"คำนวณใหม่ {count} รายการ ตัวเลขที่เก็บไว้เปลี่ยนไป 1 รายการ"


def test_recomputing_what_is_fresh_counts_none(five_municipalities, capsys):
    call_command("recompute_scores")

    assert capsys.readouterr().out.strip().endswith("ตัวเลขที่เก็บไว้เปลี่ยนไป 0 รายการ")
