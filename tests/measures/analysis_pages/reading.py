"""Opening the pages of an analysis and reading what they say."""

import re

from django.urls import reverse

SCORED = {"i1": "94.78", "i2": "100.00", "O4": "50.00"}


def address(assessment, name="analysis", *args):
    return reverse(f"measures:{name}", args=[assessment.organization.slug, assessment.year, *args])


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def indicator(assessment, number):
    return assessment.framework.indicators.get(number=number)


def codes_of(analysis):
    return [question.code for question in analysis.questions.order_by("order")]


def posted(analysis, **changes):
    """The edit form as its page fills it."""
    fields = ("finding", "recommendation", "disposition", "reason_without_measure", "version")
    values = {name: getattr(analysis, name) for name in fields}
    questions = list(analysis.questions.values_list("pk", flat=True))
    return {**values, "questions": questions, "indicator": analysis.indicator.number, "save": "back", **changes}


def write(client, assessment, query="question=i1", **values):
    data = {"recommendation": "จัดทำคู่มือ", "disposition": "develop", "version": 0, "save": "back", **values}
    return client.post(f"{address(assessment, 'new_analysis')}?{query}", data)


def question(assessment, code):
    return assessment.framework.questions.get(code=code)
