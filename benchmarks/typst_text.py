"""The text of a Report as a Typst source: same words, tables, page sizes and fonts; no charts, no emblem."""

from dataclasses import fields, is_dataclass
from functools import singledispatch

from ita_portal.thai_text import to_thai_digits
from reports.content import sections

HEAD = """#set text(font: "ITA Sarabun", size: 16pt, lang: "th")
#set par(leading: 0.35em, spacing: 0.6em)
#set page(paper: "a4", margin: (top: 2.5cm, x: 2cm, bottom: 2cm, left: 2.5cm), numbering: "- 1 -", number-align: top + center)
#set table(stroke: 0.75pt)
#set table.cell(breakable: true)
"""


def as_typst(report):
    """A whole Typst document."""
    return HEAD + "\n\n".join(_section(section) for section in report.sections) + "\n"


def _text(value):
    """A string as Typst markup that prints it letter by letter."""
    escaped = to_thai_digits(str(value)).replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}"'


def _cell(value):
    return f"[{_text(value)}]"


def _paragraphs(texts):
    return "\n\n".join(map(_text, texts))


@singledispatch
def _section(section):
    """Any section without a form of its own: its heading and all its texts."""
    return "\n\n".join(_texts_of(section))


def _texts_of(value):
    if isinstance(value, str):
        yield _text(value)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("anchor", "emblem_key", "charts", "chart"):
                yield from _texts_of(getattr(value, field.name))
    elif value is not None and not isinstance(value, bool):
        yield _text(value)


@_section.register
def _(section: sections.Cover):
    lines = [*section.title_lines, *section.organization_lines]
    return f"#align(center, text(size: 28pt)[{'#linebreak()'.join(map(_text, lines))}])\n#pagebreak()"


@_section.register
def _(section: sections.Contents):
    return "#outline(title: none)\n#pagebreak()"


@_section.register
def _(section: sections.Charts):
    return ""


@_section.register
def _(section: sections.IndicatorTable):
    head = ("ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด", "คะแนนที่ได้")
    rows = [(line.number, line.name, _score(line.score)) for line in section.indicators]
    return f"= {_text(section.heading)}\n\n{_table((15, 65, 20), head, rows)}"


@_section.register
def _(section: sections.IndicatorBlock):
    rows = [
        (
            section.instrument,
            f"ข้อ {question.code} {question.wording}",
            _score(question.scores),
            _analysis(run, place),
        )
        for run in section.blocks
        for place, question in enumerate(run.questions)
    ]
    head = ("เครื่องมือ", "ข้อคำถาม", "คะแนน", "การวิเคราะห์ผลการประเมินฯ")
    heading = f"== {_text(f'ตัวชี้วัดที่ {section.number} {section.name} คะแนน {section.score}')}"
    return "\n\n".join([heading, _paragraphs(section.paragraphs), _table((11, 33, 12, 44), head, rows)])


def _analysis(run, place):
    return "\n".join(run.paragraphs) if place == 0 else ""


def _score(score):
    scores = score if isinstance(score, tuple) else (score,)
    return " / ".join("–" if value is None else f"{value:.2f}" for value in scores)


@_section.register
def _(section: sections.Table):
    head = [column.title for column in section.columns]
    rows = [["\n".join(cell.lines) for cell in row.cells] for row in section.rows]
    table = _table([column.width for column in section.columns], head, rows)
    body = f"= {_text(section.heading)}\n\n{_paragraphs(section.introduction)}\n\n#text(size: 13pt)[{table}]"
    return f"#page(flipped: true)[{body}]" if section.is_landscape else body


def _table(widths, head, rows):
    columns = ", ".join(f"{width}fr" for width in widths)
    cells = ",\n".join(_cell(value) for row in rows for value in row)
    return f"#table(columns: ({columns}), table.header({', '.join(map(_cell, head))}),\n{cells})"
