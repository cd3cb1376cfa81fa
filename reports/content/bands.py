"""The form of 2564–66: findings by instrument, a summary in three bands, and guidelines by indicator."""

from itertools import groupby

from assessments import bands
from reports.content import sections
from reports.content.style import text_lines


def band_sections(content):
    """Findings per instrument, the three bands, and the guidelines of each instrument."""
    return [*_findings(content), _summary(content), *_explanations(content), *_guidelines(content)]


def _analyses_by_indicator(content):
    by_indicator = {}
    for analysis in content.analyses:
        by_indicator.setdefault(analysis.indicator.number, []).append(analysis)
    return by_indicator


def _by_instrument(content):
    names = {row.code: row.full_name for row in content.framework.instruments.all()}
    for code, lines in groupby(content.indicators, key=lambda line: line.instrument):
        yield code, names[code], list(lines)


def _findings(content):
    analyses = _analyses_by_indicator(content)
    for code, name, lines in _by_instrument(content):
        rows = tuple(
            sections.Row(
                (
                    sections.Cell((f"{line.number}. {line.name}", f"({_score(line)} คะแนน)")),
                    sections.Cell(
                        tuple(text for row in analyses.get(line.number, ()) for text in text_lines(row.finding))
                    ),
                ),
                label=f"{line.number}. {line.name}",
            )
            for line in lines
        )
        yield sections.Table(
            columns=(
                sections.Column("ตัวชี้วัดการประเมิน ITA", 34),
                sections.Column("ประเด็นที่ต้องแก้ไข/ปรับปรุง/รักษาระดับ", 66),
            ),
            rows=rows,
            heading_lines=(name,),
            anchor=f"findings-{code}",
            is_landscape=False,
            on_new_page=False,
        )


def _score(line):
    return "–" if line.score is None else f"{line.score:.2f}"


def _summary(content):
    """The indicators in the office's own bands, best first."""
    limits = content.assessment.band_limits
    strength, urgent = _limit(limits.strength_above), _limit(limits.urgent_below)
    headings = {
        bands.Band.STRENGTH: f"จุดแข็ง (ตัวชี้วัดที่ได้คะแนนมากกว่าร้อยละ {strength})",
        bands.Band.DEVELOP: (f"ประเด็นที่ต้องแก้ไข/ปรับปรุงและพัฒนาให้ดีขึ้น (ตัวชี้วัดที่ได้คะแนนร้อยละ {urgent} ถึง {strength})"),
        bands.Band.FIX: (f"ประเด็นข้อบกพร่องหรือจุดอ่อน ที่ต้องแก้ไขโดยเร่งด่วน (ตัวชี้วัดที่ได้คะแนนต่ำกว่าร้อยละ {urgent})"),
    }
    known = [line for line in content.indicators if line.score is not None]
    known.sort(key=lambda line: -line.score)
    return sections.Bands(
        tuple(
            sections.Band(heading, tuple(line for line in known if limits.band_of(line.score) == band))
            for band, heading in headings.items()
        )
    )


def _limit(score):
    """A limit as people write it: 95, 87.5."""
    return f"{score.normalize():f}"


def _explanations(content):
    """The office's paragraphs after the first: they explain the instruments and lead to the guidelines."""
    paragraphs = content.introduction[1:]
    return [sections.Prose(paragraphs)] if paragraphs else []


def _guidelines(content):
    analyses = _analyses_by_indicator(content)
    for number, (code, name, lines) in enumerate(_by_instrument(content), start=1):
        guidelines = tuple(
            sections.Guideline(f"1.{number}.{place}", line.name, items)
            for place, line in enumerate(lines, start=1)
            if (
                items := tuple(
                    text for row in analyses.get(line.number, ()) for text in text_lines(row.recommendation)
                )
            )
        )
        if guidelines:
            yield sections.Guidelines(
                f"1.{number}",
                f"แนวทางการนำผลการวิเคราะห์ไปสู่การปฏิบัติของหน่วยงานจากผลการประเมินตาม{name}",
                guidelines,
                anchor=f"guidelines-{code}",
            )
