"""The filters of a plan's list pages: read from the address, said in words, written back to it. Pure: no row is asked for.

The address keeps what was chosen (`?division=3&state=under_way`), so that a link, a saved view and a bookmark show the
same. What the plan does not know is left out and named, never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from ita_portal.thai_dates import MONTHS, fiscal_year_end, fiscal_year_start
from ita_portal.thai_text import normalize, to_arabic_digits, to_thai_digits
from measures.fiscal_window import MONTHS_OF_THE_YEAR
from measures.models import MeasureKind, ProgressState

LONGEST_TEXT = 100  # characters
ALL, TYPED, NONE, OUTSIDE, CANCELLED, LATE = "all", "typed", "none", "outside", "cancelled", "yes"

LABELS = {
    "q": "คำที่ค้น",
    "division": "ส่วนราชการ",
    "state": "ความก้าวหน้า",
    "late": "เลยกำหนด",
    "indicator": "ตัวชี้วัด",
    "month": "เดือนที่มีกำหนด",
    "kind": "ประเภท",
    "by": "จัดกลุ่ม",
}


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen: as a list offers it, and as the sentence about the list says it."""

    label: str
    words: str


Choices = Mapping[str, Mapping[str, Choice]]  # by the name of the filter, by the value in the address


@dataclass(frozen=True)
class MeasureFilter:
    """What is asked for of a plan's measures, by the names of the address; '' leaves a filter open.

    `by` chooses no measures; it says under which headings they stand.
    """

    q: str = ""
    division: str = ""
    state: str = ""
    late: str = ""
    indicator: str = ""
    month: str = ""
    kind: str = ""
    by: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What is not left open, in the order of the form."""
        return {row.name: value for row in fields(self) if (value := getattr(self, row.name))}

    @property
    def narrows(self):
        """True when some measures may be left out."""
        return bool(self.chosen.keys() - {"by"})

    @property
    def query(self):
        """The query string that asks for the same; '' when everything is open."""
        return urlencode(self.chosen)


@dataclass(frozen=True)
class MeasureFacts:
    """What filters ask of a measure: the values it answers to by name of the filter, and its texts.

    `homes` has the headings it stands under where they are fewer than the values it answers to: a measure of all
    divisions is found under each, and stands under its own.
    """

    values: Mapping[str, frozenset[str]]
    homes: Mapping[str, frozenset[str]]
    text: str

    def stands_under(self, by: str, value: str) -> bool:
        return value in self.homes.get(by, self.values[by])


def choices_of(divisions: Mapping[str, str], indicators: Mapping[str, str], fiscal_year: int) -> Choices:
    """What can be chosen on the pages of a plan; names of divisions by key, of indicators by number."""
    return {
        "division": {
            **{key: Choice(name, f"ของ{name}") for key, name in divisions.items()},
            ALL: Choice("ทุกส่วนราชการร่วมกัน", "ของทุกส่วนราชการร่วมกัน"),
            TYPED: Choice("ระบุเป็นข้อความ", "ที่ระบุผู้รับผิดชอบเป็นข้อความ"),
            NONE: Choice("ยังไม่มีผู้รับผิดชอบ", "ที่ยังไม่มีผู้รับผิดชอบ"),
        },
        "state": {
            **{state.value: Choice(state.label, f"ที่{state.label}") for state in ProgressState},
            CANCELLED: Choice("ยกเลิก", "ที่ยกเลิกแล้ว"),
        },
        "late": {LATE: Choice("เฉพาะเรื่องที่เลยกำหนด", "ที่เลยกำหนดหรือมีขั้นตอนเลยกำหนด")},
        "indicator": {
            **{number: _indicator(number, name) for number, name in indicators.items()},
            NONE: Choice("ไม่ได้ระบุตัวชี้วัด", "ที่ไม่ได้ระบุตัวชี้วัด"),
        },
        "month": {
            **{str(month): _month(month, fiscal_year) for month in MONTHS_OF_THE_YEAR},
            OUTSIDE: Choice("นอกปีงบประมาณ", "ที่มีกำหนดนอกปีงบประมาณ"),
            NONE: Choice("ยังไม่มีวันกำหนด", "ที่ยังไม่มีวันกำหนด"),
        },
        "kind": {kind.value: Choice(kind.label, f"ประเภท{kind.label}") for kind in MeasureKind},
        "by": {
            "division": Choice("ตามส่วนราชการ", "จัดกลุ่มตามส่วนราชการ"),
            "indicator": Choice("ตามตัวชี้วัด", "จัดกลุ่มตามตัวชี้วัด"),
            "month": Choice("ตามเดือนที่สิ้นสุด", "จัดกลุ่มตามเดือนที่สิ้นสุด"),
            "state": Choice("ตามความก้าวหน้า", "จัดกลุ่มตามความก้าวหน้า"),
        },
    }


def read_filter(query: Mapping[str, str], choices: Choices) -> tuple[MeasureFilter, list[str]]:
    """The filter that an address asks for, and the labels of what in it was not understood and is left out."""
    read, ignored = {}, []
    for name, label in LABELS.items():
        asked = query.get(name, "")
        value = " ".join(normalize(asked).split()) if name == "q" else asked
        if not value:
            continue
        if value in choices[name] if name in choices else len(value) <= LONGEST_TEXT:
            read[name] = value
        else:
            ignored.append(label)
    return MeasureFilter(**read), ignored


def words_of(wanted: MeasureFilter, choices: Choices) -> list[str]:
    """The filter in words, a phrase for each thing that was chosen."""
    return [
        f"มีคำว่า “{value}”" if name == "q" else choices[name][value].words
        for name, value in wanted.chosen.items()
    ]


def accepts(wanted: MeasureFilter, facts: MeasureFacts) -> bool:
    """True for a measure that answers to everything asked for; every word of the text counts, in either digits."""
    chosen = {name: value for name, value in wanted.chosen.items() if name not in ("q", "by")}
    if not all(value in facts.values[name] for name, value in chosen.items()):
        return False
    return not wanted.q or _contains(facts.text, wanted.q)


def month_value(day, fiscal_year: int) -> str:
    """The value of the month filter that a day answers to."""
    inside = fiscal_year_start(fiscal_year) <= day <= fiscal_year_end(fiscal_year)
    return str(day.month) if inside else OUTSIDE


def values(*found: object) -> frozenset[str]:
    """Values of the address from keys and numbers."""
    return frozenset(str(value) for value in found)


def _contains(text, typed):
    """True when every typed word is in the text, whatever digits either is written in."""
    folded = _folded(text)
    return all(word in folded for word in _folded(typed).split())


def _folded(text):
    return to_arabic_digits(normalize(text)).casefold()


def _indicator(number, name):
    title = f"ตัวชี้วัดที่ {to_thai_digits(number)} {name}"
    return Choice(title, f"ที่ตอบ{title}")


def _month(month, fiscal_year):
    year = fiscal_year - 1 if month >= 10 else fiscal_year
    title = f"{MONTHS[month - 1]} {to_thai_digits(str(year))}"
    return Choice(title, f"ที่มีกำหนดในเดือน{title}")
