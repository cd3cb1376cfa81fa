"""Which function writes which section type; the functions print what templates/reports/pdf/sections/ prints."""

from reports.content import sections
from reports.content.signatures import SignatureFields
from reports.word import memo_sections, table_sections, text_sections

WRITERS = {
    sections.Cover: text_sections.write_cover,
    sections.Contents: text_sections.write_contents,
    sections.Prose: text_sections.write_prose,
    sections.NumberedList: text_sections.write_numbered_list,
    sections.Topics: text_sections.write_topics,
    sections.Guidelines: text_sections.write_guidelines,
    sections.Result: table_sections.write_result,
    sections.Charts: table_sections.write_charts,
    sections.Bands: table_sections.write_bands,
    sections.IndicatorTable: table_sections.write_indicator_table,
    sections.IndicatorBlock: table_sections.write_indicator_block,
    sections.Table: table_sections.write_table,
    sections.Closing: memo_sections.write_closing,
    sections.Memo: memo_sections.write_memo,
    SignatureFields: memo_sections.write_signature_fields,
    sections.Summary: text_sections.write_summary,
}


def write_section(section, word):
    """Write a section with a WordWriter. A type without a writer is an error, never a gap in the document."""
    if type(section) not in WRITERS:
        raise TypeError(f"no Word writer for the section type {type(section).__name__}")
    WRITERS[type(section)](section, word)
