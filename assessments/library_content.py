"""What the pages of the recommendation library say: which texts, for what, and how often they were used."""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, When

from assessments.bands import Band
from assessments.library_forms import LIMITATION, SHARED
from assessments.models import Analysis, Framework, Indicator, Recommendation, RecommendationKind
from ita_portal.thai_text import to_arabic_digits, to_thai_digits
from organizations.models import Membership, Organization

TEXTS_PER_PAGE = 20
BEST_BAND_FIRST = Case(*(When(band=band, then=place) for place, band in enumerate(Band)), default=len(Band))


@dataclass(frozen=True)
class Usage:
    """How often a text was taken by a person, in how many organisations, and in how many drafts it still waits."""

    used: int = 0
    organizations: int = 0
    drafted: int = 0


@dataclass(frozen=True)
class TextReading:
    """A text of the library with what this person may do with it."""

    text: Recommendation
    usage: Usage
    may_edit: bool
    may_adapt: bool


def organizations_kept_by(user):
    """The organisations whose own texts this person writes, by name."""
    own = Membership.objects.current_of(user).filter(role__in=Recommendation.objects.all().editing_roles)
    return list(Organization.objects.visible_to(user).filter(pk__in=own.values("organization_id")))


def owners_for(user, organizations):
    """Where this person may keep a new text, as choices; [] for readers."""
    shared = [(SHARED, "คลังที่ใช้ร่วมกันทุกหน่วยงาน")] if user.is_platform_administrator else []
    return [*shared, *((str(row.pk), f"คลังของ{row.name}") for row in organizations)]


def years_with_texts(user):
    """The years for which the library holds texts, latest first."""
    texts = Recommendation.objects.visible_to(user)
    years = texts.values_list("question__framework__year", "indicator__framework__year").distinct()
    return sorted({year for pair in years for year in pair if year}, reverse=True)


def framework_for_writing(text, year):
    """The year whose questions a text can be for: its own, else the one asked for, else the latest confirmed one."""
    about = text.question or text.indicator
    if about:
        return about.framework
    frameworks = list(frameworks_with_questions())
    asked = [row for row in frameworks if str(row.year) == year]
    confirmed = [row for row in frameworks if not row.is_provisional]
    return next(iter([*asked, *confirmed, *frameworks]), None)


def frameworks_with_questions():
    """The years a text can be written for, latest first."""
    return Framework.objects.filter(questions__isnull=False).distinct()


def latest_indicators():
    """The indicators of the latest year that has some, in official order."""
    framework = Framework.objects.filter(indicators__isnull=False).order_by("-year").first()
    return list(Indicator.objects.filter(framework=framework).select_related("instrument"))


def texts_wanted(user, wanted):
    """The texts that this person may read and asked for (LibraryFilterForm.wanted), in the order of a framework."""
    texts = Recommendation.objects.visible_to(user).filter(is_retired="state" in wanted)
    for name, condition in _CONDITIONS.items():
        if name in wanted:
            texts = texts.filter(condition(wanted[name]))
    return texts.select_related(
        "organization", "question__framework", "question__indicator", "indicator__framework"
    ).order_by(
        "kind",
        F("question__framework__year").desc(nulls_last=True),
        F("question__order").asc(nulls_last=True),
        F("indicator__framework__year").desc(nulls_last=True),
        F("indicator__number").asc(nulls_last=True),
        "-instrument_code",
        BEST_BAND_FIRST,
        "pk",
    )


def read_page(texts, number, *, user, organizations):
    """A page of the list, and what is on it by what the texts are for: (page, [[TextReading, …], …])."""
    page = Paginator(texts, TEXTS_PER_PAGE).get_page(number)
    usages = usages_of(page.object_list)
    may_edit_shared, own = user.is_platform_administrator, {row.pk for row in organizations}
    readings = [
        TextReading(
            text,
            usages.get(text.pk, Usage()),
            may_edit=may_edit_shared if text.is_shared else text.organization_id in own,
            may_adapt=text.is_shared and bool(own),
        )
        for text in page.object_list
    ]
    return page, [list(group) for _, group in groupby(readings, key=lambda reading: _subject_of(reading.text))]


def _subject_of(text):
    return text.kind, text.question_id, text.indicator_id, text.instrument_code


def usages_of(texts):
    """{pk of a text: Usage}, counted over all organisations without naming any."""
    analyses = Analysis.objects.unscoped("counts over all organisations, which name none")
    rows = (
        analyses.filter(drafted_from__in=[text.pk for text in texts])
        .order_by()
        .values("drafted_from")
        .annotate(
            used=Count("pk", filter=Q(is_draft=False)),
            organizations=Count("organization", filter=Q(is_draft=False), distinct=True),
            drafted=Count("pk", filter=Q(is_draft=True)),
        )
    )
    return {row.pop("drafted_from"): Usage(**row) for row in rows}


def usage_of(text):
    """The Usage of one text."""
    return usages_of([text]).get(text.pk, Usage())


def _says(words):
    """Texts with the words in them (either kind of digits), or of the question with this code."""
    spellings = {words, to_thai_digits(words), to_arabic_digits(words)}
    condition = Q(question__code__iexact=to_arabic_digits(words))
    for spelling in spellings:
        condition |= Q(finding__icontains=spelling) | Q(recommendation__icontains=spelling)
        condition |= Q(question__wording__icontains=spelling)
    return condition


def _of_year(year):
    return Q(question__framework__year=year) | Q(indicator__framework__year=year)


def _about(subject):
    """Texts for an indicator and its questions, for an instrument and all below it, or for limitations."""
    if subject == LIMITATION:
        return Q(kind=RecommendationKind.LIMITATION)
    if subject.isdecimal():
        return Q(question__indicator__number=subject) | Q(indicator__number=subject)
    return (
        Q(instrument_code=subject)
        | Q(question__indicator__instrument__code=subject)
        | Q(indicator__instrument__code=subject)
    )


def _of_owner(owner):
    return Q(organization__isnull=True) if owner == SHARED else Q(organization=owner)


_CONDITIONS = {
    "q": _says,
    "year": _of_year,
    "about": _about,
    "band": lambda band: Q(band=band),
    "owner": _of_owner,
}
