"""Who may read and change which rows, and the guard that turns a forgotten filter into a loud error."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Count

from assessments.models import (
    Analysis,
    AnalysisTopic,
    Assessment,
    Framework,
    IndicatorScore,
    InstrumentScore,
    Limitation,
    Question,
    QuestionScore,
    Recommendation,
    ScoreImport,
)
from measures.models import (
    Evidence,
    Measure,
    MeasureOwner,
    MeasurePlan,
    MeasureStep,
    MeasureTarget,
    MeasureTemplate,
    MeasureTitle,
    PlanSnapshot,
    ProgressEntry,
    ProgressResult,
    ProgressSummary,
    Reminder,
    ReminderMail,
    SavedView,
)
from organizations.database_guards import guarded_models
from organizations.models import (
    ActingAppointment,
    Division,
    Invitation,
    Membership,
    Organization,
    Position,
    Province,
    Role,
    Term,
    TrailEntry,
    TrailHead,
)
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from organizations.scope import ScopeGuardMiddleware, UnscopedQuery, scope_guard
from reports.models import (
    Document,
    Edition,
    EditionFile,
    Filing,
    Inquiry,
    OverriddenFinding,
    Publication,
    RegisterNumber,
    Signature,
    Signer,
)
from tests.builders import a_division, a_province, a_user, an_assessment, an_organization
from tests.organizations.one_of_each import one_of_each

pytestmark = pytest.mark.django_db

SCOPED_MODELS = [Organization, *guarded_models()]

# What the overseer of a province reads: always, once it is confirmed, adopted or issued, or never.
OFFICE = {Organization, Division, Position, Term, ActingAppointment}
RESULTS = {Assessment, InstrumentScore, IndicatorScore, QuestionScore, Analysis, AnalysisTopic, Limitation}
PLANS = {MeasurePlan, Measure, MeasureTitle, MeasureStep, MeasureOwner, MeasureTarget}
PROGRESS = {ProgressEntry, ProgressSummary, ProgressResult, Evidence}
PAPERS = {Document, Edition, EditionFile, Signature}
WORKING_PAPERS = {Signer, OverriddenFinding, RegisterNumber}
PUBLIC = {Publication, Filing}
# An office's own texts, what waits to be confirmed, steps back in a draft.
LIBRARY = {Recommendation, MeasureTemplate, ScoreImport, PlanSnapshot}
MAILS = {ReminderMail, Reminder}
VIEWS = {SavedView}  # changed only through SavedView.objects.of(user)
QUESTIONS = {Inquiry}
INTERNAL = {Membership, Invitation, TrailEntry, TrailHead}
# Of an edition the verbs write the signatures and files; nobody edits them.
WRITTEN = (PAPERS | WORKING_PAPERS | PUBLIC) - {EditionFile, Signature}

EDITABLE = {
    Role.ADMINISTRATOR: OFFICE | MAILS | {Membership, Invitation},
    Role.AUDITOR: RESULTS | PLANS | PROGRESS | WRITTEN | LIBRARY | QUESTIONS,
    Role.CLERK: WRITTEN,
    Role.DIVISION_STAFF: {ProgressEntry, Evidence},
    Role.EXECUTIVE: set(),
    Role.OVERSEER: set(),
    Role.PLATFORM_ADMINISTRATOR: set(),
}


@pytest.fixture(scope="module")
def world(module_rows):
    """Rows of every model: own (finished), neighbour (same province, in the making), far (other province, finished)."""
    with module_rows():
        near, far = a_province("นครศรีธรรมราช"), a_province("พังงา")
        places = {"own": near, "neighbour": near, "far": far}
        organizations = {name: an_organization(province=province) for name, province in places.items()}
        rows = {
            name: {Organization: row, **one_of_each(row, is_finished=name != "neighbour")}
            for name, row in organizations.items()
        }
    return SimpleNamespace(**rows)


def person(world, role):
    """A person who holds the role in the own organisation, over its province, or over the portal."""
    if role == Role.OVERSEER:
        return a_user(role=role, province=world.own[Organization].province)
    if role == Role.PLATFORM_ADMINISTRATOR:
        return a_user(role=role)
    division = world.own[Division] if role == Role.DIVISION_STAFF else None
    return a_user(world.own[Organization], role, division=division)


def among(rows, rows_of):
    """The models whose row of this organisation is in what `rows_of(model)` gives."""
    return {model for model in SCOPED_MODELS if rows_of(model).filter(pk=rows[model].pk).exists()}


def visible(user):
    return lambda model: model.objects.visible_to(user)


def editable(user):
    return lambda model: model.objects.editable_by(user)


# -- Reading ---------------------------------------------------------------------------------------


def test_every_model_of_an_organisation_is_spoken_of_here():
    spoken_of = [
        OFFICE,
        RESULTS,
        PLANS,
        PROGRESS,
        PAPERS,
        WORKING_PAPERS,
        PUBLIC,
        LIBRARY,
        MAILS,
        VIEWS,
        QUESTIONS,
        INTERNAL,
    ]

    assert sorted(map(str, SCOPED_MODELS)) == sorted(str(model) for models in spoken_of for model in models)


@pytest.mark.parametrize("role", ROLES_IN_AN_ORGANIZATION)
def test_a_member_reads_every_row_of_the_own_organisation(world, role):
    user = person(world, role)

    assert among(world.own, visible(user)) == set(SCOPED_MODELS)


@pytest.mark.parametrize("role", ROLES_IN_AN_ORGANIZATION)
def test_a_member_reads_no_row_of_another_organisation(world, role):
    user = person(world, role)

    assert among(world.neighbour, visible(user)) == set()
    assert among(world.far, visible(user)) == set()


def test_an_overseer_reads_what_is_finished_in_the_province(world):
    user = person(world, Role.OVERSEER)

    assert among(world.own, visible(user)) == OFFICE | RESULTS | PLANS | PROGRESS | PAPERS | PUBLIC


def test_an_overseer_reads_nothing_that_is_in_the_making(world):
    user = person(world, Role.OVERSEER)

    assert among(world.neighbour, visible(user)) == OFFICE | PUBLIC


def test_an_overseer_reads_nothing_of_another_province(world):
    user = person(world, Role.OVERSEER)

    assert among(world.far, visible(user)) == set()


def test_the_platform_administrator_reads_which_organisations_there_are_and_no_more(world):
    user = person(world, Role.PLATFORM_ADMINISTRATOR)

    for rows in (world.own, world.neighbour, world.far):
        assert among(rows, visible(user)) == {Organization}


def blocked(world):
    user = person(world, Role.AUDITOR)
    user.is_active = False
    user.save()
    return user


def with_ended_roles(world):
    users = [person(world, role) for role in Role]
    Membership.objects.filter(user__in=users).update(is_active=False)
    user = users[0]
    Membership.objects.filter(user__in=users[1:]).update(user=user)
    return user


@pytest.mark.parametrize(
    "nobody",
    [lambda world: AnonymousUser(), lambda world: a_user(), blocked, with_ended_roles],
    ids=["anonymous", "without a role", "blocked", "with ended roles of every kind"],
)
def test_a_person_without_a_current_role_reads_and_changes_nothing(world, nobody):
    user = nobody(world)

    for rows in (world.own, world.neighbour, world.far):
        assert among(rows, visible(user)) == set()
        assert among(rows, editable(user)) == set()


def test_a_superuser_flag_opens_nothing(world):
    user = a_user()
    user.is_superuser = user.is_staff = True
    user.save()

    assert among(world.own, visible(user)) == set()


def test_roles_in_two_organisations_add_up(world):
    user = person(world, Role.AUDITOR)
    Membership.objects.create(user=user, role=Role.CLERK, organization=world.far[Organization])

    assert among(world.far, visible(user)) == set(SCOPED_MODELS)
    assert among(world.far, editable(user)) == EDITABLE[Role.CLERK]
    assert among(world.own, editable(user)) == EDITABLE[Role.AUDITOR]


# -- Changing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_a_role_changes_its_own_kind_of_rows(world, role):
    user = person(world, role)

    assert among(world.own, editable(user)) == EDITABLE[role]


@pytest.mark.parametrize("role", Role)
def test_a_role_changes_nothing_of_another_organisation(world, role):
    user = person(world, role)

    assert among(world.neighbour, editable(user)) == set()
    assert among(world.far, editable(user)) == set()


@pytest.mark.parametrize("role", ROLES_IN_AN_ORGANIZATION)
def test_whatever_may_be_changed_may_be_read(world, role):
    user = person(world, role)

    assert among(world.own, editable(user)) <= among(world.own, visible(user))


def test_staff_do_not_change_the_progress_of_another_division(world):
    organization = world.own[Organization]
    user = a_user(organization, Role.DIVISION_STAFF, division=a_division(organization))

    assert among(world.own, editable(user)) == set()
    assert {ProgressEntry, Evidence} <= among(world.own, visible(user))


# -- The guard -------------------------------------------------------------------------------------

EVALUATIONS = {
    "list": list,
    "len": len,
    "bool": bool,
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "slice": lambda rows: rows[:1][0],
    "index": lambda rows: rows[0],
    "values": lambda rows: list(rows.values("pk")),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "annotate": lambda rows: list(rows.annotate(count=Count("pk"))),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(count=Count("pk")),
    "update": lambda rows: rows.update(pk=1),
    "delete": lambda rows: rows.delete(),
    "iterator": lambda rows: list(rows.iterator()),
    "filter": lambda rows: list(rows.filter(pk=1).exclude(pk=2).order_by("pk")),
    "get_or_create": lambda rows: rows.get_or_create(pk=1),
    "update_or_create": lambda rows: rows.update_or_create(pk=1),
}


@pytest.mark.parametrize("evaluate", EVALUATIONS.values(), ids=EVALUATIONS)
def test_during_a_request_no_unscoped_query_is_evaluated(evaluate):
    refused = []

    for model in SCOPED_MODELS:
        with scope_guard(), pytest.raises(UnscopedQuery, match=f"{model.__name__}: use visible_to"):
            evaluate(model.objects.all())
        refused.append(model)

    assert refused == SCOPED_MODELS


@pytest.mark.parametrize(
    "name", ["list", "count", "exists", "aggregate", "iterator", "values", "first", "slice"]
)
def test_during_a_request_scoped_queries_are_evaluated(world, name):
    user = person(world, Role.AUDITOR)

    with scope_guard():
        for model in (Assessment, Organization, Measure):
            EVALUATIONS[name](model.objects.visible_to(user))
            EVALUATIONS[name](model.objects.filter(pk__gt=0).visible_to(user).exclude(pk=-1).order_by("pk"))


def test_during_a_request_scoped_rows_are_updated_and_deleted(world):
    user = person(world, Role.AUDITOR)

    with scope_guard():
        updated = Limitation.objects.editable_by(user).update(text="ใหม่")
        deleted, _ = Limitation.objects.editable_by(user).delete()

    assert (updated, deleted) == (1, 1)
    assert Limitation.objects.count() == 2


def test_outside_a_request_commands_and_tests_look_at_everything(world):
    assert Assessment.objects.count() == 3


def test_an_exception_to_the_rule_needs_a_reason(world):
    with scope_guard():
        everything = Assessment.objects.unscoped("a count over all organisations").count()

    assert everything == 3
    with pytest.raises(ValueError, match="needs a reason"):
        Assessment.objects.unscoped("")


@pytest.mark.parametrize(
    "reach",
    [
        lambda rows: rows[Organization].assessments.all(),
        lambda rows: rows[Organization].divisions.filter(order=1),
        lambda rows: rows[Assessment].indicator_scores.all(),
        lambda rows: rows[Measure].titles.order_by("-order"),
        lambda rows: rows[Analysis].analysis_topics.all(),
        lambda rows: rows[Membership].user.memberships.all(),
    ],
    ids=["organisation's", "organisation's, filtered", "assessment's", "measure's", "analysis's", "user's"],
)
def test_rows_of_a_row_in_hand_are_reached_without_asking_again(world, reach):
    with scope_guard():
        found = len(reach(world.own))

    assert found >= 1


@pytest.mark.parametrize(
    "reach",
    [
        lambda: Framework.objects.get().assessments.all(),
        lambda: Framework.objects.get().indicators.first().scores.all(),
        lambda: Question.objects.first().scores.filter(pk__gt=0),
        lambda: Province.objects.first().organizations.all(),
        lambda: Framework.objects.get().filing_items.get().topics.get().analyses.all(),
        lambda: Framework.objects.prefetch_related("assessments"),
    ],
    ids=["framework's assessments", "indicator's scores", "question's", "province's", "topic's", "prefetched"],
)
def test_rows_reached_from_what_all_organisations_share_are_refused(world, reach):
    with scope_guard(), pytest.raises(UnscopedQuery):
        list(reach())


def test_scoped_rows_of_what_all_organisations_share_are_found(world):
    user = person(world, Role.AUDITOR)

    with scope_guard():
        found = list(Framework.objects.get().assessments.visible_to(user))

    assert found == [world.own[Assessment]]


def test_a_guard_inside_a_guard_gives_back_what_was_before(world):
    with scope_guard():
        with scope_guard(is_on=False):
            assert Assessment.objects.count() == 3
        with pytest.raises(UnscopedQuery):
            Assessment.objects.count()

    assert Assessment.objects.count() == 3


def test_an_error_inside_turns_the_guard_off_again(world):
    with pytest.raises(UnscopedQuery), scope_guard():
        Assessment.objects.count()

    assert Assessment.objects.count() == 3


def test_the_middleware_guards_the_request_and_nothing_after_it(world):
    view = ScopeGuardMiddleware(lambda request: Assessment.objects.count())

    with pytest.raises(UnscopedQuery):
        view("a request")

    assert Assessment.objects.count() == 3


def test_the_middleware_is_installed(settings):
    assert "organizations.scope.ScopeGuardMiddleware" in settings.MIDDLEWARE


def test_a_double_is_refused_in_words_during_a_request(world):
    division = world.own[Division]
    double = Division(organization=division.organization, name=division.name, order=99)

    with scope_guard(), pytest.raises(ValidationError, match="มีส่วนราชการชื่อนี้แล้ว"):
        double.full_clean()


def test_an_organisation_can_be_checked_for_doubles_during_a_request(world):
    double = Organization(slug=world.own[Organization].slug)

    with scope_guard(), pytest.raises(ValidationError, match="slug"):
        double.full_clean()


def test_an_unscoped_query_stays_refused_when_a_scoped_one_is_added(world):
    widened = Assessment.objects.all() | Assessment.objects.visible_to(person(world, Role.AUDITOR))

    with scope_guard(), pytest.raises(UnscopedQuery):
        list(widened)


@pytest.mark.parametrize("is_empty_first", [True, False])
def test_a_scoped_query_stays_scoped_beside_an_empty_one(world, is_empty_first):
    nothing, scoped = Assessment.objects.none(), Assessment.objects.visible_to(person(world, Role.AUDITOR))

    widened = nothing | scoped if is_empty_first else scoped | nothing

    with scope_guard():
        assert list(widened) == [world.own[Assessment]]


def test_a_scoped_query_widened_by_an_unscoped_one_is_refused(world):
    widened = Assessment.objects.visible_to(person(world, Role.AUDITOR)) | Assessment.objects.all()

    with scope_guard(), pytest.raises(UnscopedQuery):
        list(widened)


@pytest.mark.parametrize(
    "escape",
    [
        lambda user: Assessment.objects.order_by().visible_to(user).union(Assessment.objects.order_by().all()),
        lambda user: Assessment.objects.raw("SELECT * FROM assessments_assessment"),
    ],
    ids=["union", "raw"],
)
def test_other_ways_around_the_scope_are_refused(world, escape):
    user = person(world, Role.AUDITOR)

    with scope_guard(), pytest.raises(UnscopedQuery):
        list(escape(user))


# -- Where rows get their organisation -------------------------------------------------------------


def test_rows_created_in_bulk_take_the_organisation_of_their_parent():
    assessment = an_assessment()

    rows = Limitation.objects.bulk_create(
        [Limitation(assessment=assessment, order=order, text="–") for order in (1, 2)]
    )

    assert {row.organization_id for row in rows} == {assessment.organization_id}


# -- Rows that all share ---------------------------------------------------------------------------


def test_everybody_with_an_account_reads_a_shared_row_and_only_the_platform_changes_it(world):
    shared = Recommendation.objects.create(band="fix", finding="ขั้นตอนไม่ชัดเจน")
    people = {role: person(world, role) for role in Role}

    readers = {role for role, user in people.items() if shared in Recommendation.objects.visible_to(user)}
    writers = {role for role, user in people.items() if shared in Recommendation.objects.editable_by(user)}

    assert readers == set(Role)
    assert writers == {Role.PLATFORM_ADMINISTRATOR}


def test_a_shared_row_does_not_lead_to_the_rows_of_organisations(world):
    shared = Recommendation.objects.create(band="fix", finding="ขั้นตอนไม่ชัดเจน")

    with scope_guard(), pytest.raises(UnscopedQuery):
        list(shared.analyses.all())
