"""Sections of running text, and the one-page summary, as Word has them: what their templates print on paper."""

from reports.content import sections
from reports.word.markup import (
    bold,
    column_break,
    field,
    field_end,
    line_broken,
    link,
    open_field,
    paragraph,
    tab,
)
from reports.word.pages import COVER, SUMMARY, SUMMARY_BELOW, SUMMARY_HALVES
from reports.word.tables import Box, Line
from reports.word.writer import bookmark_name


def write_cover(section: sections.Cover, word):
    word.begin(COVER)
    english = [section.english_line] if section.english_line else []
    division = [section.division] if section.division else []
    word.paragraph("Title", *line_broken([*word.texts(section.title_lines), *english]))
    word.paragraph("Subtitle", *line_broken(word.texts([*division, *section.organization_lines])))


def write_contents(section: sections.Contents, word):
    """A field of contents; Word numbers its lines when it opens the document, the lines themselves are there."""
    word.begin(on_new_page=True)
    word.paragraph("TOCHeading", "สารบัญ")
    before = open_field(r'TOC \o "1-2" \h \z')
    for place, (level, heading, anchor) in enumerate(section.lines, start=1):
        name = bookmark_name(anchor)
        line = link(name, word.text(heading), tab(), *field(rf"PAGEREF {name} \h", ""))
        after = (field_end(),) if place == len(section.lines) else ()
        word.paragraph(f"TOC{level}", *before, line, *after)
        before = ()


def write_prose(section: sections.Prose, word):
    word.begin(on_new_page=section.on_new_page)
    if section.heading:
        word.heading(1, section.heading, anchor=section.anchor, is_centered=section.is_centered)
    word.paragraphs("BodyIndent", section.paragraphs)
    if section.signed_by:
        word.paragraph("SignedBy", word.text(section.signed_by))


def write_numbered_list(section: sections.NumberedList, word):
    word.begin(on_new_page=True)
    word.heading(1, section.heading, anchor=section.anchor)
    word.paragraph("BodyIndent", word.text(section.introduction))
    _numbered(section.lines, "Item", word)


def write_topics(section: sections.Topics, word):
    word.begin()
    if section.heading:
        word.heading(1, section.heading, anchor=section.anchor)
    for topic in section.topics:
        word.heading(2, f"({topic.number}) {topic.name}")
        word.paragraphs("BodyIndent", topic.paragraphs or ("ยังไม่มีการวิเคราะห์ในประเด็นนี้",))


def write_guidelines(section: sections.Guidelines, word):
    word.begin()
    word.heading(1, f"{section.number} {section.heading}", anchor=section.anchor)
    for guideline in section.guidelines:
        word.heading(2, f"{guideline.number} ตัวชี้วัด เรื่อง {guideline.name}")
        word.paragraphs("BodyIndent", [f"- {item}" for item in guideline.items])


# -- The one-page summary --------------------------------------------------------------------------


def write_summary(section: sections.Summary, word):
    """The chart beside the strongest and weakest; the late measures below take the whole width, to fit the page."""
    word.begin(SUMMARY, on_new_page=True)
    word.heading(1, section.heading, anchor=section.anchor, is_centered=True)
    word.table(
        "Framed", [1] * len(section.facts), [Line(tuple(_fact_box(fact, word) for fact in section.facts))]
    )
    word.begin(SUMMARY_HALVES)
    if section.chart:
        word.chart(section.chart)
    word.paragraph("SectionEnd", column_break())
    _summary_scores("ตัวชี้วัดที่ได้คะแนนสูงสุดสามอันดับ", section.strongest, word)
    _summary_scores("ตัวชี้วัดที่ได้คะแนนต่ำสุดสามอันดับ", section.weakest, word)
    word.begin(SUMMARY_BELOW)
    word.paragraph("SummaryHead", word.text(section.overdue_title))
    _numbered(section.overdue, "SummaryItem", word, otherwise="ไม่มีมาตรการที่เลยกำหนด")


def _fact_box(fact, word):
    parts = (("FactLabel", fact.label), ("FactValue", fact.value), ("FactNote", fact.note))
    return Box(tuple(paragraph(look, word.text(text)) for look, text in parts if text))


def _summary_scores(title, indicators, word):
    word.paragraph("SummaryHead", title)
    for place, line in enumerate(indicators, start=1):
        name = f"{word.text(place)}. {word.text(line.name)} "
        word.paragraph("SummaryItem", name, bold(word.score(line.score)))
    if not indicators:
        word.paragraph("SummaryItem", "ยังไม่มีคะแนนรายตัวชี้วัด")


def _numbered(lines, look, word, otherwise=""):
    for place, line in enumerate(lines, start=1):
        word.paragraph(look, f"{word.text(place)}. {word.text(line)}")
    if otherwise and not lines:
        word.paragraph(look, otherwise)
