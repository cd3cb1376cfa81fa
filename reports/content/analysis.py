"""The analysis of a result in the form its filing item asks for: sections from an assessment."""

from dataclasses import replace
from itertools import groupby

from assessments.models import Analysis, Assessment, DocumentForm, Limitation
from assessments.score_tree import figures_of, frameworks_with_tree
from measures.models import Measure, MeasurePlan
from reports.charts import Bar, Chart
from reports.content import sections
from reports.content.bands import band_sections
from reports.content.figures import (
    indicator_lines,
    instrument_lines,
    question_scores,
)
from reports.content.measures import LAYOUTS, measure_table
from reports.content.style import PaperStyle, text_lines

ITA_NAME = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"


class AnalysisContent:
    """Reads an assessment once and makes the sections that documents about it are built from.

    `rows(model)` gives the rows of a model that the reader may see. `document` holds the office's own words, or None.
    """

    def __init__(self, assessment, rows, document=None):
        self.assessment, self.rows, self.document = assessment, rows, document
        self.organization, self.year = assessment.organization, assessment.year
        self.framework = frameworks_with_tree().get(pk=assessment.framework_id)
        self.total = figures_of(assessment)
        self.analyses = list(rows(Analysis).filter(assessment=assessment).in_print_order())
        self.indicators = indicator_lines(self.framework, self.total)
        self.instruments = instrument_lines(self.framework, self.total)
        self.plan = rows(MeasurePlan).filter(source_assessment=assessment).first()
        self.style = PaperStyle.of(self.organization)

    @property
    def form(self):
        """The form of the document: as the plan chooses, else as the filing item of the next year asks."""
        if self.plan is not None:
            return self.plan.form
        following = self.assessment.framework.following()
        item = following.measures_item() if following else None
        return item.form if item else DocumentForm.PER_INDICATOR

    @property
    def organization_lines(self):
        row = self.organization
        return tuple(line for line in (row.name, row.district, row.province_line) if line)

    @property
    def introduction(self):
        """The office's own paragraphs before the figures, else one made from the result."""
        return text_lines(self.document.introduction) if self.document else ()

    # -- the sections ------------------------------------------------------------------------------

    def result(self):
        return sections.Result(
            heading_lines=(
                f"การวิเคราะห์ผล{ITA_NAME}",
                f"ประจำปีงบประมาณ พ.ศ. {self.year}",
                self.organization.located_name,
            ),
            total=self.assessment.total,
            rating=self.assessment.rating,
            sentence=self.result_sentence(),
            instruments=self.instruments,
        )

    def result_sentence(self):
        """The result in one sentence; says so where no total is known."""
        name, total, rating = self.organization.name, self.assessment.total, self.assessment.rating
        start = f"ผล{ITA_NAME} ประจำปีงบประมาณ พ.ศ. {self.year} ของ{name}"
        if total is None:
            return f"{start} ยังไม่มีคะแนนภาพรวม มีรายละเอียดดังต่อไปนี้"
        level = f" ซึ่งอยู่ในระดับ{rating if len(rating) > 2 else ' ' + rating}" if rating else ""
        return f"{start} มีคะแนนภาพรวมเท่ากับร้อยละ {total:.2f}{level} มีรายละเอียดดังต่อไปนี้"

    def charts(self):
        """Overall and by instrument, each with the earlier years that are stored, and the ten indicators."""
        years = self._with_earlier_years()
        charts = [Chart("ผลการประเมินในภาพรวม", (_year_bar(self.assessment),))]
        if len(years) > 1:
            charts.append(Chart("ผลการประเมินในภาพรวมย้อนหลัง", tuple(map(_year_bar, years))))
        charts.append(Chart("ผลการประเมินรายเครื่องมือ", tuple(map(_instrument_bar, self.instruments))))
        if len(years) > 1:
            charts.append(Chart("ผลการประเมินรายเครื่องมือย้อนหลัง", tuple(_instrument_bars(years))))
        return sections.Charts((*charts, self.indicator_chart()))

    def indicator_chart(self):
        bars = (Bar(f"{line.number}. {line.name}", line.score, line.instrument) for line in self.indicators)
        return Chart("ผลการประเมินรายตัวชี้วัด", tuple(bars))

    def indicator_table(self, **section):
        heading = (f"สรุปผลการประเมินรายตัวชี้วัด ปี {self.year}",)
        return sections.IndicatorTable(heading, self.indicators, **section)

    def instrument_table(self):
        runs = groupby(self.indicators, key=lambda line: line.instrument)
        heading = (
            f"การวิเคราะห์ผล{ITA_NAME}ของ{self.organization.name}",
            f"ประจำปีงบประมาณ พ.ศ. {self.year} (จำนวน {len(self.indicators)} ตัวชี้วัด)",
        )
        by_instrument = tuple((code, tuple(lines)) for code, lines in runs)
        return sections.IndicatorTable(heading, self.indicators, by_instrument, anchor="instruments")

    def indicator_blocks(self):
        scores = question_scores(self.total)
        values = {line.number: line.score for line in self.indicators}
        for instrument in self.framework.instruments.all():
            parts = tuple(str(part) for part in instrument.parts.all())
            for indicator in instrument.indicators.all():
                own = [analysis for analysis in self.analyses if analysis.indicator_id == indicator.pk]
                questions = [row for row in indicator.questions.all() if _is_known(row, scores, own)]
                yield sections.IndicatorBlock(
                    number=indicator.number,
                    name=indicator.name,
                    score=values[indicator.number],
                    instrument=instrument.code,
                    part_labels=parts,
                    paragraphs=_whole_indicator_paragraphs(own),
                    blocks=tuple(_question_blocks(questions, scores, own)),
                )

    def topics(self, heading=""):
        """What the analyses say under each topic of the filing item, in the topics' order."""
        following = self.assessment.framework.following()
        item = following.measures_item() if following else None
        topics = item.topics.all() if item else ()
        return sections.Topics(
            tuple(
                sections.TopicText(
                    topic.number,
                    topic.name,
                    tuple(_led_by_questions(row) for row in self.analyses if topic in row.topics.all()),
                )
                for topic in topics
            ),
            heading=heading,
        )

    def bands(self):
        return band_sections(self)

    def measures(self, form, **section):
        """The table of the plan in a form; None when there is no plan."""
        if self.plan is None:
            return None
        measures = self.rows(Measure).filter(plan=self.plan).in_print_order()
        layout = LAYOUTS[form]
        return measure_table(measures, layout, analyses=self.analyses, total=self.total, **section)

    def limitations(self):
        """The chapter on limitations; None when none was written."""
        texts = tuple(row.text for row in self.rows(Limitation).filter(assessment=self.assessment))
        if not texts:
            return None
        introduction = (
            f"การดำเนิน{ITA_NAME} (ITA) ประจำปีงบประมาณ พ.ศ. {self.year} ของ{self.organization.located_name} "
            "พบว่ายังไม่สามารถดำเนินการได้อย่างมีประสิทธิภาพ เนื่องจากหน่วยงานมีข้อจำกัดบางอย่าง ดังนี้"
        )
        heading = f"การวิเคราะห์ข้อจำกัดของหน่วยงานในการดำเนิน{ITA_NAME}"
        return sections.NumberedList(heading, introduction, texts)

    def _with_earlier_years(self):
        """The assessment and the earlier ones of the organisation, oldest first."""
        earlier = self.rows(Assessment).filter(organization=self.organization, framework__year__lte=self.year)
        return list(earlier.select_related("framework").order_by("framework__year"))


def analysis_report(assessment, rows, document=None):
    """The annual analysis report of an assessment (kind `analysis`), in its form."""
    content = AnalysisContent(assessment, rows, document)
    builders = {
        DocumentForm.INDICATOR_TABLE: _as_one_table,
        DocumentForm.SEVEN_TOPICS: _by_topics,
        DocumentForm.THREE_BANDS: _by_bands,
    }
    parts = builders.get(content.form, _by_questions)(content)
    return sections.Report(
        title=f"รายงานการวิเคราะห์ผล{ITA_NAME} ประจำปีงบประมาณ พ.ศ. {content.year} {content.organization.name}",
        organization=content.organization.name,
        style=content.style,
        sections=tuple(part for part in parts if part is not None),
    )


def _cover(content):
    return sections.Cover(
        title_lines=(
            "รายงานการวิเคราะห์ผลการประเมินคุณธรรม",
            "และความโปร่งใสในการดำเนินงาน",
            "ของหน่วยงานภาครัฐ",
        ),
        english_line="(Integrity and Transparency Assessment : ITA)",
        organization_lines=(f"ประจำปีงบประมาณ พ.ศ. {content.year}", *content.organization_lines),
    )


def _by_questions(content):
    """The form of อบต.คลองเส 2568: everything by indicator and question."""
    heading = (
        "การกำหนดวิธีการนำผลการวิเคราะห์แต่ละประเด็นไปสู่การปฏิบัติ",
        f"ในปีงบประมาณ พ.ศ. {content.year + 1}",
    )
    body = [
        _cover(content),
        content.result(),
        content.charts(),
        content.indicator_table(on_new_page=True),
        content.instrument_table(),
        *content.indicator_blocks(),
        content.measures(DocumentForm.PER_INDICATOR, heading_lines=heading),
        content.limitations(),
    ]
    return with_contents([part for part in body if part is not None])


def with_contents(parts):
    """The sections with a contents page after the cover, when there is more than one page worth finding."""
    lines = tuple(line for section in parts for line in section.contents())
    if len(lines) < 4:
        return tuple(parts)
    cover, rest = parts[0], parts[1:]
    return (cover, sections.Contents(lines), *rest)


def _as_one_table(content):
    """The form of ทต.โคกพุทรา 2568: one table, one row an indicator."""
    heading = (
        f"การวิเคราะห์ผล{ITA_NAME} ในปีงบประมาณ พ.ศ. {content.year}",
        f"และการนำผลการวิเคราะห์ไปสู่การปรับปรุงหรือพัฒนาองค์กร หรือรักษาระดับ ในปีงบประมาณ พ.ศ. {content.year + 1}",
        f"ชื่อหน่วยงาน {content.organization.located_name}",
    )
    table = content.measures(DocumentForm.INDICATOR_TABLE, heading_lines=heading, on_new_page=False)
    if table is None:
        return [_nothing_planned(content), content.limitations()]
    indicators = replace(table.columns[0], title=f"{table.columns[0].title} {content.year}")
    return [replace(table, columns=(indicators, *table.columns[1:])), content.limitations()]


def _by_topics(content):
    return [
        _cover(content),
        content.result(),
        content.charts(),
        content.indicator_table(on_new_page=True),
        content.topics("การวิเคราะห์ผลในประเด็นต่าง ๆ"),
        content.limitations(),
    ]


def _by_bands(content):
    return [_cover(content), content.result(), content.charts(), *content.bands(), content.limitations()]


def _nothing_planned(content):
    return sections.Prose((content.result_sentence(), "ยังไม่มีแผนมาตรการที่ทำจากผลการประเมินนี้"))


# -- Pieces ----------------------------------------------------------------------------------------


def _year_bar(assessment):
    return Bar(f"ปี {assessment.year}", assessment.total, "total")


def _instrument_bar(line):
    return Bar(line.code, line.score, line.code.partition(" ")[0])


def _instrument_bars(assessments):
    for assessment in assessments:
        framework = frameworks_with_tree().get(pk=assessment.framework_id)
        for line in instrument_lines(framework, figures_of(assessment)):
            yield Bar(f"{line.code} ปี {assessment.year}", line.score, line.code.partition(" ")[0])


def _led_by_questions(analysis):
    """An analysis as one paragraph of a topic: «e4, e5 ประเด็น … ดังนั้น …»."""
    codes = ", ".join(question.code for question in analysis.questions.all())
    start = f"{codes} ประเด็น {analysis.finding}" if codes else analysis.finding
    if not analysis.recommendation:
        return start
    link = " " if analysis.recommendation.startswith("ควรรักษา") else " ดังนั้น "
    return f"{start}{link}{analysis.recommendation}"


def _is_known(question, scores, analyses):
    """True when the question has a score, or a word said about it."""
    has_score = any(score is not None for _, score in scores.get(question.code, ()))
    return has_score or any(question in analysis.questions.all() for analysis in analyses)


def _whole_indicator_paragraphs(analyses):
    return tuple(
        line for analysis in analyses if not analysis.questions.all() for line in text_lines(analysis.text)
    )


def _question_blocks(questions, scores, analyses):
    """Runs of questions with the same analysis and group; a question without one stands alone."""
    analysis_of = {question.pk: analysis for analysis in analyses for question in analysis.questions.all()}

    def run_of(question):
        analysis = analysis_of.get(question.pk)
        return (question.group_id, analysis.pk if analysis else f"none-{question.pk}")

    heading_before = None
    for _, run in groupby(questions, key=run_of):
        run = list(run)
        group, analysis = run[0].group, analysis_of.get(run[0].pk)
        yield sections.QuestionBlock(
            heading=group.name if group and group != heading_before else "",
            questions=tuple(
                sections.QuestionLine(
                    question.code, question.text, tuple(score for _, score in scores.get(question.code, ()))
                )
                for question in run
            ),
            paragraphs=text_lines(analysis.text) if analysis else (),
        )
        heading_before = group
