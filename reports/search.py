"""Finding things: the kinds of rows that are searched, each as far as a person may read it, and where each row leads.

Every kind is found by one query of the database; what is shown of the rows takes a fixed number more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from assessments.models import Analysis, Assessment, Indicator, Question
from ita_portal.search_text import Piece, SearchQuery, marked
from ita_portal.thai_text import to_thai_digits
from measures.models import Evidence, Measure, MeasureStep, MeasureTarget, MeasureTitle
from organizations.models import Membership, Organization
from reports.models import Document, Edition
from reports.workflow.routing import ROUTED_KINDS

SHOWN_OF_EACH = 10
PAGE_SIZE = 20
LONGEST_TITLE, LONGEST_EXCERPT = 240, 180  # characters


@dataclass(frozen=True)
class Search:
    """What is asked, by whom, and in which organisation if not in all."""

    user: object
    query: SearchQuery
    organization: Organization | None = None

    @cached_property
    def organizations(self):
        """Keys of the organisations of which the person may read rows, or of the one that is asked for.

        visible_to() says who may read; with the keys beside it the database looks at the rows of these organisations
        alone, where it would otherwise look at everybody's.
        """
        if self.organization:
            return [self.organization.pk]
        memberships = Membership.objects.current_of(self.user)
        own = Q(pk__in=memberships.filter(organization__isnull=False).values("organization"))
        overseen = Q(province__in=memberships.filter(province__isnull=False).values("province"))
        rows = Organization.objects.visible_to(self.user).filter(own | overseen)
        return list(rows.order_by().values_list("pk", flat=True))

    def rows(self, model):
        """The rows of a model that the person may read, of the one organisation where one is asked for."""
        return model.objects.visible_to(self.user).filter(organization__in=self.organizations)

    def parts(self, model):
        """The rows below those that `rows` gives, to be found by: whether they may be read is said of these."""
        rows = model.objects.unscoped("parts of rows that are looked for in what the person may read")
        return rows.filter(organization__in=self.organizations).order_by()

    def matching(self, *columns, about=None):
        """The condition that each word stands in one of the columns; `about(code)` is the condition under which a row is
        about a question, whatever its words are."""
        condition = Q()
        for word in self.query.words:
            of_word = word.found_in(*map(F, columns))
            condition &= of_word | about(word.code) if about and word.code else of_word
        return condition


@dataclass(frozen=True)
class Found:
    """One row that was found: where it leads, its title and an excerpt with the words marked, and where it stands."""

    address: str
    title: list[Piece]
    place: str
    excerpt: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """A kind of rows. `find(search)` gives the rows, best first; `show(row, spellings)` says one as Found."""

    value: str
    label: str
    find: Callable[[Search], QuerySet]
    show: Callable[[object, tuple[str, ...]], Found]


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the first rows, and whether there are more; or one page of all."""

    kind: Kind
    found: list[Found]
    has_more: bool = False
    page: Page | None = None


def first_of_each(search):
    """A Group for each kind of which something was found."""
    groups = []
    for kind in KINDS.values():
        rows = list(kind.find(search)[: SHOWN_OF_EACH + 1])
        if rows:
            groups.append(Group(kind, _shown(kind, rows[:SHOWN_OF_EACH], search), len(rows) > SHOWN_OF_EACH))
    return groups


def page_of_kind(search, kind, number):
    """All that was found of one kind, a page at a time."""
    page = Paginator(kind.find(search), PAGE_SIZE).get_page(number)
    return Group(kind, _shown(kind, page, search), page=page)


def _shown(kind, rows, search):
    return [kind.show(row, search.query.spellings) for row in rows]


def _marked(text, spellings, longest=LONGEST_TITLE):
    return marked(to_thai_digits(" ".join(text.split())), spellings, longest)


def _excerpt(texts, spellings):
    """The first of the texts in which something was found, shortened; nothing where nothing was."""
    for text in texts:
        pieces = _marked(text, spellings, LONGEST_EXCERPT)
        if any(piece.is_found for piece in pieces):
            return pieces
    return []


def _place(organization, *words):
    return to_thai_digits(" · ".join([organization.short_name, *filter(None, words)]))


# -- Organisations ---------------------------------------------------------------------------------


def _organizations(search):
    rows = Organization.objects.visible_to(search.user).select_related("province")
    if search.organization:
        rows = rows.filter(pk=search.organization.pk)
    return rows.filter(search.matching("name", "place_name", "slug")).order_by("sort_name", "pk")


def _show_organization(row, spellings):
    title = _marked(row.name, spellings)
    place = " ".join(filter(None, (row.district, row.province_line)))
    return Found(reverse("reports:organization", args=[row.slug]), title, to_thai_digits(place))


# -- Measures and their evidence -------------------------------------------------------------------


def _measures(search):
    rows = search.rows(Measure).filter(plan__organization__in=search.organizations)
    rows = rows.select_related("plan__organization").prefetch_related("titles", "steps")
    condition = Q()
    for word in search.query.words:
        of_word = word.found_in(F("finding"), F("target"))
        for part in (MeasureTitle, MeasureStep):
            parts = search.parts(part).filter(word.found_in(F("text")))
            of_word |= Q(pk__in=parts.values("measure"))
        if word.code:
            targets = search.parts(MeasureTarget).filter(question__code__iexact=word.code)
            of_word |= Q(pk__in=targets.values("measure"))
        condition &= of_word
    return rows.filter(condition).order_by("-plan__fiscal_year", "organization", "order", "pk")


def _show_measure(row, spellings):
    texts = [title.text for title in row.titles.all()[1:]] + [step.text for step in row.steps.all()]
    state = "ยกเลิกแล้ว" if row.cancelled_on else row.get_state_display()
    return Found(
        row.get_absolute_url(),
        _marked(row.title, spellings),
        _place(row.plan.organization, f"แผนปี {row.plan.fiscal_year}", state),
        _excerpt([*texts, row.finding, row.target], spellings),
    )


def _evidence(search):
    rows = search.rows(Evidence).filter(withdrawn_at__isnull=True).filter(search.matching("name", "link"))
    rows = rows.select_related("entry__measure__plan__organization").prefetch_related("entry__measure__titles")
    return rows.order_by("-at", "-pk")


def _show_evidence(row, spellings):
    measure = row.entry.measure
    return Found(
        measure.get_absolute_url(),
        _marked(row.name, spellings),
        _place(
            measure.plan.organization,
            f"แผนปี {measure.plan.fiscal_year}",
            row.kind_name,
            f"ในมาตรการ {measure.title}",
        ),
        _excerpt([row.link], spellings),
    )


# -- What is written -------------------------------------------------------------------------------


def _documents(search):
    """Words in work are for members; others find the editions."""
    own = Membership.objects.current_of(search.user).filter(organization__isnull=False).values("organization")
    rows = search.rows(Document).filter(organization__in=own).select_related("organization")
    return rows.filter(search.matching("subject", "number", "code")).order_by(
        "-fiscal_year", "organization", "pk"
    )


def _show_document(row, spellings):
    page = ("reports:desk", row.kind) if row.kind in ROUTED_KINDS else ("reports:documents",)
    number = f"เลขที่ {row.number}" if row.number else ""
    return Found(
        reverse(page[0], args=[row.organization.slug, row.fiscal_year, *page[1:]]),
        _marked(row.subject, spellings),
        _place(
            row.organization, row.get_kind_display(), f"ปี {row.fiscal_year}", number, row.get_status_display()
        ),
    )


def _editions(search):
    rows = search.rows(Edition).select_related("organization")
    return rows.filter(search.matching("subject", "number_text", "code")).order_by("-prepared_at", "-pk")


def _show_edition(row, spellings):
    return Found(
        reverse("reports:edition_file", args=[row.organization.slug, row.code]),
        _marked(row.name_in_full, spellings),
        _place(
            row.organization,
            row.get_kind_display(),
            f"ปี {row.fiscal_year} ฉบับที่ {row.number}",
            row.get_state_display(),
            f"รหัส {row.code}",
        ),
    )


# -- Results ---------------------------------------------------------------------------------------


def _questions(search):
    """Of the years of which the person may read a result; before there is any, of all."""
    years = search.rows(Assessment).order_by().values_list("framework", flat=True).distinct()
    rows = Question.objects.filter(framework__in=years) if years.exists() else Question.objects.all()
    about = search.matching("wording", "summary", "indicator__name", about=lambda code: Q(code__iexact=code))
    return (
        rows.filter(about).select_related("framework", "indicator").order_by("-framework__year", "order", "pk")
    )


def _show_question(row, spellings):
    address = reverse("assessments:framework", args=[row.framework.year])
    return Found(
        f"{address}#{row.code}",
        _marked(f"{row.code} {row.text or 'ยังไม่มีข้อความ'}", spellings),
        to_thai_digits(f"เกณฑ์ปี {row.framework.year} · {row.indicator}"),
    )


def _analyses(search):
    rows = search.rows(Analysis).select_related(
        "indicator", "assessment__framework", "assessment__organization"
    )
    of_questions, condition = Analysis.questions.through.objects, Q()
    for word in search.query.words:
        # By their keys: the few names are read once, and not with every analysis.
        indicators = Indicator.objects.filter(word.found_in(F("name"))).order_by().values_list("pk", flat=True)
        of_word = word.found_in(F("finding"), F("recommendation")) | Q(indicator__in=list(indicators))
        if word.code:
            analyses = of_questions.filter(question__code__iexact=word.code)
            of_word |= Q(pk__in=analyses.values("analysis"))
        condition &= of_word
    return rows.filter(condition).order_by("-assessment__framework__year", "organization", "order", "pk")


def _show_analysis(row, spellings):
    assessment = row.assessment
    return Found(
        reverse(
            "assessments:indicator", args=[assessment.organization.slug, assessment.year, row.indicator.number]
        ),
        _marked(str(row.indicator), spellings),
        _place(assessment.organization, f"ผลปี {assessment.year}", row.get_disposition_display()),
        _excerpt([row.finding, row.recommendation], spellings),
    )


KINDS = {
    kind.value: kind
    for kind in (
        Kind("organizations", "หน่วยงาน", _organizations, _show_organization),
        Kind("measures", "มาตรการ", _measures, _show_measure),
        Kind("documents", "เอกสาร", _documents, _show_document),
        Kind("editions", "ฉบับที่เสนอหรือออกแล้ว", _editions, _show_edition),
        Kind("evidence", "หลักฐาน", _evidence, _show_evidence),
        Kind("questions", "ข้อคำถามในเกณฑ์", _questions, _show_question),
        Kind("analyses", "การวิเคราะห์ผล", _analyses, _show_analysis),
    )
}
