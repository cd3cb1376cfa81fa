"""Whatever is pasted: every figure laid out in a supported way comes back, and junk neither raises nor becomes a score."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessments.pasted_scores import read_pasted
from ita_portal.thai_text import to_thai_digits
from tests.assessments.known_frameworks import known

FRAMEWORK = known(2568)
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

scores = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)
figures_of_2568 = st.dictionaries(st.sampled_from(sorted(FRAMEWORK.keys)), scores, min_size=1, max_size=80)

# -- Spellings of codes and scores -----------------------------------------------------------------

SCORE_STYLES = {
    "plain": lambda value: f"{value:.2f}",
    "thai": lambda value: f"{value:.2f}".translate(THAI_DIGITS),
    "comma": lambda value: f"{value:.2f}".replace(".", ","),
    "thai comma": lambda value: f"{value:.2f}".replace(".", ",").translate(THAI_DIGITS),
    "percent": lambda value: f"ร้อยละ {value:.2f}",
    "unit": lambda value: f"{value:.2f} คะแนน".translate(THAI_DIGITS),
    "bracketed": lambda value: f"({value:.2f} คะแนน)",
}
CODE_STYLES = {
    "plain": lambda code: code,
    "thai": lambda code: code.translate(THAI_DIGITS),
    "capital": lambda code: code.upper().translate(THAI_DIGITS),
    "item": lambda code: f"ข้อ {code}",
    "hyphen": lambda code: f"{code[0]}-{code[1:]}",
    "look-alike": lambda code: code.replace("i", "l").replace("O", "0") if code[0] != "e" else code.upper(),
}
INVISIBLE = ["", "\u200b", "\u00a0", "\ufeff"]


def question_rows(figures):
    """(question, [score of each part]) of the questions whose parts are all known; the keys they use."""
    for question in FRAMEWORK.questions:
        parts = FRAMEWORK.parts_of(question.instrument)
        keys = [f"{question.code}/{part}" for part in parts] or [question.code]
        if all(key in figures for key in keys):
            yield question, [figures[key] for key in keys], keys


def whole_rows(figures):
    """(what a report calls it, score, key) of the total, the instruments, their parts and the indicators."""
    if "total" in figures:
        yield "คะแนนภาพรวม", figures["total"], "total"
    for instrument in FRAMEWORK.instruments:
        for key in (instrument.code, *(f"{instrument.code}/{part}" for part in instrument.parts)):
            if key in figures:
                yield key.replace("/", " ส่วนที่ "), figures[key], key
    for indicator in FRAMEWORK.indicators:
        if str(indicator.number) in figures:
            yield (
                f"ตัวชี้วัดที่ {indicator.number} {indicator.names[0]}",
                figures[str(indicator.number)],
                str(indicator.number),
            )


# -- Layouts: (text, keys it holds) ----------------------------------------------------------------


def as_table(figures, code, score, between="\t"):
    lines, held = [], []
    for name, value, key in whole_rows(figures):
        lines.append(f"{name}{between}{score(value)}")
        held.append(key)
    for question, values, keys in question_rows(figures):
        lines.append(between.join([code(question.code), question.wording, *map(score, values)]))
        held += keys
    return "\n".join(lines), held


def as_short_lines(figures, code, score):
    lines, held = [], []
    for name, value, key in whole_rows(figures):
        lines.append(f"{name} {score(value)}")
        held.append(key)
    for question, values, keys in question_rows(figures):
        lines.append(" ".join([code(question.code), *map(score, values)]))
        held += keys
    return "\n".join(lines), held


def as_cells_on_lines(figures, code, score):
    lines, held = [], []
    for name, value, key in whole_rows(figures):
        lines += [name, score(value)]
        held.append(key)
    for question, values, keys in question_rows(figures):
        lines += [code(question.code), question.wording, *map(score, values)]
        held += keys
    return "\n".join(lines), held


def as_numbered_blocks(figures, code, score):
    """The reports' own form: a heading for each indicator, its questions below by number."""
    lines, held = [], []
    for question, values, keys in question_rows(figures):
        indicator = FRAMEWORK.indicator(question.indicator)
        lines += [f"ตัวชี้วัดที่ {indicator.number} {indicator.names[0]}", "ข้อ\tคะแนน"]
        lines.append("\t".join([f"ข้อ {to_thai_digits(str(question.number))}", *map(score, values)]))
        held += keys
    return "\n".join(lines), held


def as_merged_parts(figures, code, score):
    """A row for each part; the code stands in the merged cell of the first."""
    lines, held = [], []
    for question, values, keys in question_rows(figures):
        if len(values) == 1:
            continue
        for place, value in enumerate(values):
            lines.append(f"{code(question.code) if not place else ''}\tส่วนที่ {place + 1}\t{score(value)}")
        held += keys
    return "\n".join(lines), held


LAYOUTS = {
    "table": as_table,
    "pipes": lambda figures, code, score: as_table(figures, code, score, " | "),
    "spaces": lambda figures, code, score: as_table(figures, code, score, "   "),
    "short lines": as_short_lines,
    "cells on lines": as_cells_on_lines,
    "numbered blocks": as_numbered_blocks,
    "merged parts": as_merged_parts,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=40)
@given(
    figures=figures_of_2568,
    code=st.sampled_from(sorted(CODE_STYLES)),
    score=st.sampled_from(sorted(SCORE_STYLES)),
    invisible=st.sampled_from(INVISIBLE),
)
def test_any_figures_in_any_supported_layout_come_back_identical(layout, figures, code, score, invisible):
    text, held = LAYOUTS[layout](figures, CODE_STYLES[code], SCORE_STYLES[score])
    text = text.replace(" ", f"{invisible} ").replace("\t", f"{invisible}\t")

    read = read_pasted(text, FRAMEWORK)

    assert dict(read.figures) == {key: figures[key] for key in held}
    assert not read.problems


@pytest.mark.parametrize("layout", ["table", "short lines"])
@settings(max_examples=40)
@given(figures=figures_of_2568)
def test_figures_without_their_trailing_noughts_come_back_too(layout, figures):
    text, held = LAYOUTS[layout](figures, str, lambda value: f"{value.normalize():f}")

    read = read_pasted(text, FRAMEWORK)

    assert dict(read.figures) == {key: figures[key] for key in held}


# -- Junk ------------------------------------------------------------------------------------------

FRAGMENTS = [
    *("i1", "I๑", "l1", "1๑", "0๒๗", "O35", "e4", "e1/2", "ข้อ ๑", "ข้อ", "ตัวชี้วัดที่ ๔", "ตัวชี้วัดที่", "การใช้อำนาจ"),
    *(
        "IIT",
        "EIT",
        "OIT",
        "EIT ส่วนที่ ๑",
        "ส่วนที่ ๒",
        "คะแนนภาพรวม",
        "คะแนนที่ได้",
        "คะแนน",
        "ร้อยละ",
        "ลำดับ",
        "ผ่านดี",
        "D",
    ),
    *(
        "๙๗,๔๓",
        "98.26",
        "100",
        "0",
        "7",
        "101",
        "98.2609",
        "1,098.26",
        "-3.2",
        "+1.20",
        "2568",
        "พ.ศ. 68",
        "- ๒ -",
        "NaN",
        "1e2",
    ),
    *(
        "\t",
        "\n",
        " ",
        "|",
        "\u00a0",
        "\u200b",
        '"',
        "(",
        ")",
        "/",
        ",",
        ".",
        ":",
        "\v",
        "\f",
        "\x07",
        "\u2028",
        "<p>",
        "ํา",
    ),
]
junk = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join),
)


@settings(max_examples=600)
@given(text=junk, year=st.sampled_from([2564, 2568, 2570]))
@example(text="\ud800", year=2568)
@example(text="0" * 5000, year=2568)
@example(text='"' * 3000, year=2568)
def test_junk_never_raises_and_never_becomes_a_figure_that_cannot_be(text, year):
    read = read_pasted(text, known(year))

    assert set(read.figures) <= known(year).keys
    assert all(
        0 <= value <= 100 and value == value.quantize(Decimal("0.01")) for value in read.figures.values()
    )


@settings(max_examples=200)
@given(text=junk)
def test_no_line_is_passed_over_in_silence(text):
    read = read_pasted(text, FRAMEWORK)

    placed = {line.key for line in read.lines if line.key}
    assert set(read.figures) == placed
    assert all(
        bool(line.key) == bool(line.value) and (line.key or line.problem or line.note) for line in read.lines
    )
