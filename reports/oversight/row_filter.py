"""What is asked of the rows: read from the address, said in words, applied in the database.

A value the address does not know leaves that filter open; nothing of an address becomes a lookup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.db.models import F

from organizations.models import OrganizationKind
from reports.oversight.year_rows import STEP_BY_NAME

# What the list can be sorted by: the words of the form, and the order in the database. Every order ends with the name,
# so that two pages never show the same row.
ORDERS = {
    "name": ("ชื่อหน่วยงาน", ()),
    "province": ("จังหวัด", (F("province__sort_name").asc(),)),
    "total": ("คะแนน มากไปน้อย", (F("total").desc(nulls_last=True),)),
    "total-up": ("คะแนน น้อยไปมาก", (F("total").asc(nulls_last=True),)),
    "change": ("คะแนนที่เพิ่มขึ้นมากที่สุด", (F("change").desc(nulls_last=True),)),
    "change-up": ("คะแนนที่ลดลงมากที่สุด", (F("change").asc(nulls_last=True),)),
    "rank": ("ลำดับที่ประกาศ", (F("official_rank").asc(nulls_last=True),)),
}
BY_NAME = (F("sort_name").asc(), F("pk").asc())
DEFAULT_ORDER = "name"


@dataclass(frozen=True)
class RowFilter:
    """What is asked for, by the names of the address; '' leaves a filter open."""

    year: str = ""
    province: str = ""
    kind: str = ""
    missing: str = ""
    level: str = ""
    order: str = ""

    @property
    def query(self):
        """The query string that asks for the same; '' when everything is open."""
        return urlencode({row.name: value for row in fields(self) if (value := getattr(self, row.name))})

    @property
    def narrows(self):
        """True when some organisations of the province or nation may be left out."""
        return bool(self.kind or self.missing or self.level)


def choices_of(frameworks, provinces, levels) -> dict[str, dict[str, str]]:
    """{name of the filter: {value in the address: words}}; a person of one province chooses none."""
    return {
        "year": {str(row.year): str(row.year) for row in frameworks},
        "province": {str(row.pk): row.name for row in provinces} if len(provinces) > 1 else {},
        "kind": dict(OrganizationKind.choices),
        "missing": {name: step.missing for name, step in STEP_BY_NAME.items()},
        "level": {name: name for name in levels},
        "order": {name: words for name, (words, _) in ORDERS.items()},
    }


def read_filter(asked: Mapping[str, str], choices) -> RowFilter:
    """The filter an address asks for (a QueryDict, say)."""
    wanted = {name: asked.get(name, "") for name in choices}
    return RowFilter(**{name: value for name, value in wanted.items() if value in choices[name]})


def apply_filter(rows, wanted, framework, organizations):
    """Rows of with_result() of scoped organisations, those that were asked for in the order that was asked for."""
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.missing:
        rows = rows.exclude(STEP_BY_NAME[wanted.missing].who_did(framework, organizations))
    _, order = ORDERS[wanted.order or DEFAULT_ORDER]
    return rows.order_by(*order, *BY_NAME)


def in_words(wanted, choices):
    """What is shown, as the end of a sentence: "เทศบาลตำบล ที่ยังไม่เผยแพร่เอกสาร ระดับผ่านดี เรียงตามคะแนน"."""
    said = [choices["kind"].get(wanted.kind, "ทุกหน่วยงาน")]
    if wanted.missing:
        said.append(f"ที่{choices['missing'][wanted.missing]}")
    if wanted.level:
        said.append(f"ระดับ {wanted.level}")
    said.append(f"เรียงตาม{choices['order'][wanted.order or DEFAULT_ORDER]}")
    return " ".join(said)
