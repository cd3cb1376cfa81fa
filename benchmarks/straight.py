"""The straight WeasyPrint template, for comparison: the same content as one would write and print it first.

A paragraph in every cell, charts as flex boxes, the stylesheet and the fonts read again for every document, WeasyPrint's
own defaults. It has no distributed lines, no (ต่อ) and no cue: those are this project's.
"""

import re

import weasyprint

CELL = re.compile(r"(<t[dh]\b[^>]*>)(.*?)(</t[dh]>)", re.DOTALL)
CHART = re.compile(r'<table class="chart">.*?</table>', re.DOTALL)
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
ROW = re.compile(
    r'<th scope="row">(?P<label>.*?)</th>.*?(?:<rect fill="[^"]*" width="(?P<width>[0-9.]+)" height="6"/>)?'
    r'<rect fill="#9b1c1c".*?<td class="number">(?P<value>.*?)</td>',
    re.DOTALL,
)
FLEX_CSS = """
.chart { display: block; }
.chart-title { font-weight: bold; font-size: 16pt; line-height: 24pt; }
.chart-row { display: flex; }
.chart-row .label { flex: 0 0 38%; }
.chart-row .track { flex: 1; height: 11pt; background: #e7eaee; }
.chart-row .bar { height: 11pt; background: #1f6f5c; }
.chart-row .number { flex: 0 0 12%; }
"""


def straight_html(html, stylesheet, fonts):
    """The printer's HTML as a straight template: `stylesheet` is paper.css, `fonts` are @font-face rules."""
    html = CHART.sub(lambda chart: _flex_chart(chart.group()), html)
    html = CELL.sub(_with_paragraph, html)
    return html.replace("</head>", f"<style>{fonts}{stylesheet}{FLEX_CSS}</style></head>", 1)


def _with_paragraph(cell):
    start, content, end = cell.groups()
    return cell.group() if "<p>" in content else f"{start}<p>{content}</p>{end}"


def _flex_chart(chart):
    rows = "".join(
        f'<div class="chart-row"><div class="label">{bar["label"]}</div><div class="track">'
        f'<div class="bar" style="width: {bar["width"] or 0}%"></div></div>'
        f'<div class="number">{bar["value"]}</div></div>'
        for bar in ROW.finditer(chart)
    )
    return f'<div class="chart"><div class="chart-title">{CAPTION.search(chart).group(1)}</div>{rows}</div>'


def print_straight(html, **options):
    """The PDF of a straight template, each time from nothing."""
    return weasyprint.HTML(string=html).write_pdf(**options)
