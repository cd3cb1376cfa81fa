"""Sections of figures and tables as Word has them: what their templates print on paper."""

from reports.content import sections
from reports.word.markup import bold, paragraph
from reports.word.pages import LANDSCAPE, PORTRAIT
from reports.word.tables import Box, Line

HEAD_FILL, GROUP_FILL = "EEF1F4", "F6F7F9"
NARROW = 12  # percent of the line; a date does not fit on one line of such a column


def write_result(section: sections.Result, word):
    word.begin(on_new_page=True)
    word.heading(1, *section.heading_lines, anchor=section.anchor, is_centered=True)
    if section.total is not None:
        rating = f" ({word.text(section.rating)})" if section.rating else ""
        word.paragraph("Result", f"คะแนนที่ได้ {word.score(section.total)}{rating}")
    word.paragraph("BodyIndent", word.text(section.sentence))
    rows = [(word.text(line.name), _instrument_score(line, word)) for line in section.instruments]
    _figures(rows, "คะแนนรายเครื่องมือ", word)


def _instrument_score(line, word):
    return "ไม่มีคะแนน" if line.score is None else f"ได้คะแนน {word.score(line.score)} คะแนน"


def write_charts(section: sections.Charts, word):
    word.begin()
    for chart in section.charts:
        word.chart(chart)


def write_bands(section: sections.Bands, word):
    word.begin()
    word.heading(1, section.heading, anchor=section.anchor)
    for band in section.bands:
        word.heading(2, f"- {band.title}")
        if band.indicators:
            rows = [
                (f"ตัวชี้วัด {word.text(line.name)}", f"({word.score(line.score)} คะแนน)")
                for line in band.indicators
            ]
            _figures(rows, word.text(band.title), word)
        else:
            word.paragraph("BodyIndent", "- ไม่มี -")


def _figures(rows, caption, word):
    """Names and figures side by side, without lines, on one page."""
    lines = [
        Line(
            (Box((paragraph("Figures", name),)), Box((paragraph("TableFigure", figure),))),
            is_whole=True,
            keeps_next=place < len(rows),
        )
        for place, (name, figure) in enumerate(rows, start=1)
    ]
    if lines:
        word.table("Plain", (74, 26), lines, caption)


def write_indicator_table(section: sections.IndicatorTable, word):
    word.begin(on_new_page=section.on_new_page)
    word.heading(1, *section.heading_lines, anchor=section.anchor, is_centered=True)
    if section.by_instrument:
        percents, titles = (15, 15, 50, 20), ("เครื่องมือ", "ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด", "คะแนนที่ได้")
        lines = [line for group in section.by_instrument for line in _instrument_lines(*group, word)]
    else:
        percents, titles = (15, 65, 20), ("ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด", "คะแนน")
        lines = _kept_together([_indicator_boxes(line, word) for line in section.indicators])
    word.table("Ruled", percents, [_head(titles), *lines], caption=word.text(section.heading))


def _instrument_lines(instrument, indicators, word):
    rows = [
        (_merged(place, len(indicators), (_centered(instrument),)), *_indicator_boxes(line, word))
        for place, line in enumerate(indicators)
    ]
    return _kept_together(rows)


def _indicator_boxes(line, word):
    number, name, score = word.text(line.number), word.text(line.name), word.score(line.score)
    return (Box((_centered(number),)), Box((paragraph("TableText", name),)), Box((_centered(score),)))


# -- Indicators with their questions ---------------------------------------------------------------


def write_indicator_block(section: sections.IndicatorBlock, word):
    """The heading stands in two paragraphs, so that Word's own contents page takes up the name alone."""
    word.begin()
    word.heading(2, f"ตัวชี้วัดที่ {section.number} {section.name}", anchor=section.anchor)
    score = "" if section.score is None else f"คะแนนที่ได้ {word.score(section.score)} คะแนน "
    word.paragraph("HeadingRest", f"{score}มีรายละเอียดดังนี้")
    word.paragraphs("BodyIndent", section.paragraphs)
    if section.blocks:
        _write_questions(section, word)


def _write_questions(section, word):
    score_titles = [f"คะแนน ({word.text(part)})" for part in section.part_labels] or ["คะแนน"]
    percents = _question_percents(len(section.part_labels))
    lines = [_head(("เครื่องมือ", "ข้อคำถาม", *score_titles, "การวิเคราะห์ผลการประเมินฯ"))]
    for block in section.blocks:
        if block.heading:
            lines.append(_group_line(block.heading, len(percents), word))
        lines += _block_lines(block, section.instrument, len(score_titles), word)
    word.table("Ruled", percents, lines, caption=word.text(f"ข้อคำถามของตัวชี้วัดที่ {section.number}"))


def _question_percents(part_count):
    fixed = (11, 29, *[11] * part_count) if part_count else (11, 33, 12)
    return (*fixed, 100 - sum(fixed))


def _group_line(heading, column_count, word):
    title = paragraph("TableText", bold(word.text(heading)))
    return Line((Box((title,), span=column_count, fill=GROUP_FILL),), is_whole=True, keeps_next=True)


def _block_lines(block, instrument, score_count, word):
    """Questions beside the analysis they share; a short block stays on one page."""
    analysis = tuple(paragraph("TableText", word.text(text)) for text in block.paragraphs)
    count = len(block.questions)
    for place, question in enumerate(block.questions):
        boxes = (
            Box((_centered(instrument),)),
            Box((paragraph("TableText", f"ข้อ {question.code} {word.text(question.wording)}"),)),
            *_score_boxes(question.scores, score_count, word),
            _merged(place, count, analysis),
        )
        yield Line(boxes, is_whole=block.is_short, keeps_next=block.is_short and place < count - 1)


def _score_boxes(scores, count, word):
    scores = (*scores, *[None] * (count - len(scores)))
    return [Box((_centered(word.score(score)),)) for score in scores]


# -- Tables of measures and findings ---------------------------------------------------------------


def write_table(section: sections.Table, word):
    word.begin(
        LANDSCAPE if section.is_landscape else PORTRAIT, on_new_page=section.on_new_page or section.is_landscape
    )
    if section.heading_lines:
        is_centered = section.on_new_page or section.is_landscape
        word.heading(1, *section.heading_lines, anchor=section.anchor, is_centered=is_centered)
    word.paragraphs("BodyIndent", section.introduction)
    widths = [column.width for column in section.columns]
    lines = [*_table_heads(section, word), *(_table_line(row, widths, word) for row in section.rows)]
    word.table("Ruled", widths, lines, caption=word.text(section.heading))


def _table_heads(section, word):
    """The head of one or two levels; a title without a shared one above it reaches over both."""
    is_double = section.head_rows == 2
    upper = [
        Box(
            (paragraph("MeasureHead", word.text(title)),),
            span=columns,
            merge="restart" if is_double and rows == 2 else "",
            fill=HEAD_FILL,
            is_middle=True,
        )
        for title, columns, rows in section.head_cells
    ]
    yield Line(tuple(upper), is_head=True)
    if is_double:
        yield Line(tuple(_lower_head(column, word) for column in section.columns), is_head=True)


def _lower_head(column, word):
    if not column.shared_title:
        return Box((paragraph("MeasureHead"),), merge="continue", fill=HEAD_FILL)
    return Box((paragraph("MeasureHead", word.text(column.title)),), fill=HEAD_FILL, is_middle=True)


def _table_line(row, widths, word):
    boxes = (_table_box(cell, width, word) for cell, width in zip(row.cells, widths, strict=True))
    return Line(tuple(boxes), is_whole=row.is_short)


def _table_box(cell, width, word):
    align = "center" if cell.is_centered else ""
    texts = _marked(cell, word.plain if width <= NARROW else word.text)
    return Box(tuple(paragraph("MeasureText", text, align=align) for text in texts))


def _marked(cell, printed):
    """The lines of a cell as printed: numbered, dashed or plain."""
    if cell.marker == "number":
        return [f"{printed(place)}. {printed(line)}" for place, line in enumerate(cell.lines, start=1)]
    return [f"- {printed(line)}" if cell.marker == "dash" else printed(line) for line in cell.lines]


# -- Pieces ----------------------------------------------------------------------------------------


def _head(titles):
    """The head of a table with one level, repeated on every page."""
    return Line(
        tuple(Box((paragraph("TableHead", title),), fill=HEAD_FILL, is_middle=True) for title in titles),
        is_head=True,
    )


def _kept_together(rows):
    """Rows of boxes as lines that stay on one page."""
    return [
        Line(tuple(boxes), is_whole=True, keeps_next=place < len(rows))
        for place, boxes in enumerate(rows, start=1)
    ]


def _merged(place, count, paragraphs):
    """A cell over `count` rows, as the row at `place` has it; the first row bears the text."""
    if place:
        return Box(merge="continue")
    return Box(paragraphs, merge="restart" if count > 1 else "")


def _centered(text):
    return paragraph("TableText", text, align="center")
