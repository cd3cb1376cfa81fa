"""The isolation sweep: every address × method × person, in the own organisation and in another.

`ROUTES` says for each route who may open it. A route that is not listed fails: add it here together with the view.
People are: nobody (not logged in), the five roles of an organisation, the overseer of its province, the platform
administrator, a stranger (account without a role), and a former member. Everyone else's organisation answers 404, exactly
like an organisation that does not exist.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from itertools import product

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from assessments.models import Analysis, Recommendation, ScoreImport
from ita_portal import file_store
from measures.models import Evidence, Measure, MeasureTemplate, PlanStatus, ProgressEntry
from organizations.models import (
    ActingAppointment,
    Division,
    Invitation,
    Membership,
    Position,
    Role,
    Term,
    TrailEntry,
    User,
)
from organizations.models.organization import OrganizationQuerySet
from organizations.scope import ScopedQuerySet
from reports.models import Document, Edition, Inquiry, RegisterNumber
from tests import builders

pytestmark = pytest.mark.django_db

MEMBERS = ("auditor", "clerk", "executive", "division_staff", "administrator")
PEOPLE = ("nobody", *MEMBERS, "overseer", "platform_administrator", "stranger", "former_member")
EVERYONE = frozenset(PEOPLE)
# Who may do what is decided above the database: on the second one the sweep asks for one person of each kind.
ASKING = PEOPLE
if connection.vendor != "sqlite":
    ASKING = ("nobody", "auditor", "overseer", "platform_administrator", "stranger")
LOGGED_IN = EVERYONE - {"nobody"}
OVERSEEING = frozenset({"overseer", "platform_administrator"})
SECRET = "ข้อความลับของอีกหน่วยงานหนึ่ง"
UNSAFE_METHODS = ("post", "put", "patch", "delete")
SLUGS = ("own", "other", "no-such-organization")


@dataclass(frozen=True)
class Route:
    """Who gets an answer on GET; `is_of_organization` routes exist once per organisation."""

    readers: frozenset
    is_of_organization: bool = False
    refusal: int = 404  # what a logged-in person without access gets
    answer: int = 200  # what a reader gets on GET; 405 where there is only a POST
    accepts_post: bool = False
    names_others: bool = False  # lists organisations that published something


def of_organization(*readers, **kwargs):
    return Route(frozenset(readers), is_of_organization=True, **kwargs)


ROUTES = {
    "livez": Route(EVERYONE),
    "healthz": Route(EVERYONE),
    # Somebody who is logged in has no business on the login page and is sent on.
    "login": Route(frozenset({"nobody"}), refusal=302, accepts_post=True),
    "logout": Route(frozenset(), refusal=405, accepts_post=True),
    "organizations:index": Route(LOGGED_IN),
    "organizations:holidays": Route(LOGGED_IN, accepts_post=True),
    "organizations:holiday": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=True),
    "organizations:emblem": of_organization("administrator", accepts_post=True),
    "login_code": Route(frozenset(), refusal=302, accepts_post=True),
    "forgotten_password": Route(EVERYONE, accepts_post=True),
    "set_password": Route(EVERYONE, answer=410, accepts_post=True),
    "organizations:accept_invitation": Route(EVERYONE, answer=410, accepts_post=True),
    "organizations:account": Route(LOGGED_IN, accepts_post=True),
    "organizations:change_password": Route(LOGGED_IN, accepts_post=True),
    "organizations:second_factor": Route(LOGGED_IN, accepts_post=True),
    "organizations:recovery_codes": Route(frozenset(), refusal=302),
    "organizations:handed_link": Route(LOGGED_IN),
    **{
        f"organizations:{name}": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=accepts)
        for name, accepts in (("people_above", False), ("invite_above", True))
    },
    "organizations:invite_administrator": of_organization("platform_administrator", accepts_post=True),
    "organizations:role_above": Route(frozenset({"platform_administrator"}), accepts_post=True),
    "organizations:invitation_above": Route(
        frozenset({"platform_administrator"}), answer=405, accepts_post=True
    ),
    # Only who started a long work has a page of it (tests/organizations/test_jobs_page.py).
    "organizations:job": Route(frozenset()),
    "organizations:cancel_job": Route(frozenset()),
    "organizations:new_organization": Route(
        frozenset({"platform_administrator"}), refusal=403, accepts_post=True
    ),
    "organizations:reset_account": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=True),
    **{
        f"organizations:{name}": of_organization("administrator", accepts_post=True)
        for name in (
            "profile",
            "divisions",
            "division",
            "positions",
            "position",
            "new_term",
            "term",
            "new_acting",
            "acting",
            "invite",
            "person",
            "role",
        )
    },
    "organizations:people": of_organization("administrator"),
    "organizations:person_access": of_organization("administrator", accepts_post=True, answer=405),
    "organizations:invitation": of_organization("administrator", accepts_post=True, answer=405),
    "organizations:emblem_image": of_organization(*MEMBERS, "overseer", "platform_administrator"),
    "assessments:frameworks": Route(LOGGED_IN),
    "assessments:framework": Route(LOGGED_IN),
    "assessments:copy_framework": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=True),
    "assessments:weights": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=True),
    "assessments:correct": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=True),
    "assessments:recommendations": Route(LOGGED_IN),
    "assessments:new_recommendation": Route(
        frozenset({"auditor", "platform_administrator"}), refusal=403, accepts_post=True
    ),
    "assessments:edit_recommendation": of_organization("auditor", accepts_post=True),
    "assessments:assessment": of_organization(*MEMBERS, "overseer"),
    "assessments:scores": of_organization("auditor", accepts_post=True),
    "assessments:start_assessment": of_organization("auditor", accepts_post=True, answer=405),
    "assessments:export_scores": of_organization(*MEMBERS, "overseer"),
    "assessments:scores_template": of_organization("auditor"),
    "assessments:upload_scores": of_organization("auditor", accepts_post=True),
    "assessments:paste_scores": of_organization("auditor", accepts_post=True),
    "assessments:score_imports": of_organization("auditor"),
    "assessments:score_import": of_organization("auditor", accepts_post=True),
    "assessments:bulk_scores": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=True),
    "assessments:bulk_template": Route(frozenset({"platform_administrator"}), refusal=403),
    "assessments:bulk_waiting": Route(frozenset({"platform_administrator"}), refusal=403, accepts_post=True),
    "assessments:indicator": of_organization(*MEMBERS, "overseer"),
    "assessments:arithmetic": of_organization(*MEMBERS, "overseer"),
    "assessments:history": of_organization(*MEMBERS),
    "assessments:confirm_assessment": of_organization("auditor", accepts_post=True),
    "assessments:reopen_assessment": of_organization("auditor", accepts_post=True),
    "measures:work": Route(LOGGED_IN),
    "measures:mail_log": of_organization("administrator", accepts_post=True),
    "measures:analysis": of_organization(*MEMBERS, accepts_post=True),
    "measures:new_analysis": of_organization("auditor", accepts_post=True),
    "measures:edit_analysis": of_organization("auditor", accepts_post=True),
    "measures:delete_analysis": of_organization("auditor", accepts_post=True),
    "measures:bands": of_organization("auditor", accepts_post=True),
    "measures:limitations": of_organization("auditor", accepts_post=True),
    "measures:from_last_year": of_organization("auditor", accepts_post=True),
    "measures:plan": of_organization(*MEMBERS, "overseer"),
    "measures:start_plan": of_organization("auditor", accepts_post=True),
    "measures:new_measure": of_organization("auditor", accepts_post=True),
    "measures:edit_measure": of_organization("auditor", accepts_post=True),
    "measures:arrange_measure": of_organization("auditor", accepts_post=True),
    "measures:assign_measures": of_organization("auditor", accepts_post=True),
    "measures:undo": of_organization("auditor", accepts_post=True),
    "measures:board": of_organization(*MEMBERS, "overseer"),
    "measures:timeline": of_organization(*MEMBERS, "overseer"),
    "measures:saved_views": of_organization(*MEMBERS, accepts_post=True),
    "measures:export_plan": of_organization(*MEMBERS),
    "measures:suggestions": of_organization("auditor", accepts_post=True),
    "measures:carry_over": of_organization("auditor", accepts_post=True),
    "measures:templates": Route(LOGGED_IN),
    "measures:new_template": Route(
        frozenset({"auditor", "platform_administrator"}), refusal=403, accepts_post=True
    ),
    "measures:edit_template": of_organization("auditor", accepts_post=True),
    "measures:check_plan": of_organization(*MEMBERS),
    "measures:adopt_plan": of_organization("auditor", accepts_post=True),
    "measures:amend_measure": of_organization("auditor", accepts_post=True),
    "measures:cancel_measure": of_organization("auditor", accepts_post=True),
    "measures:measure": of_organization(*MEMBERS, "overseer"),
    "measures:report_progress": of_organization("auditor", "division_staff", accepts_post=True),
    "measures:correct_progress": of_organization("auditor", "division_staff", accepts_post=True),
    "measures:effect": of_organization(*MEMBERS, "overseer"),
    "measures:add_evidence": of_organization("auditor", "division_staff", accepts_post=True),
    "measures:evidence_file": of_organization(*MEMBERS, "overseer"),
    # Looking at a link is a POST; the evidence of the sweep is a file, which has nothing to look at.
    "measures:check_evidence": of_organization("auditor", "division_staff", answer=405, accepts_post=True),
    "measures:withdraw_evidence": of_organization("auditor", "division_staff", accepts_post=True),
    "measures:write_summary": of_organization("auditor", accepts_post=True),  # all divisions: nobody leads
    "reports:design": Route(frozenset({"platform_administrator"}), refusal=403),
    # Light or dark is kept in the browser: nothing to read, and no row is written.
    "reports:appearance": Route(LOGGED_IN, answer=405, accepts_post=True),
    # The guide tells nothing of anybody.
    "reports:guide": Route(EVERYONE),
    "reports:guide_page": Route(EVERYONE),
    "reports:guide_picture": Route(EVERYONE),
    "reports:organization": of_organization(*MEMBERS, "overseer", "platform_administrator"),
    "reports:home": Route(frozenset(), refusal=302),
    "reports:start": of_organization(*MEMBERS),
    "reports:search": Route(LOGGED_IN),
    "reports:province": Route(OVERSEEING),
    "reports:export_province": Route(OVERSEEING, accepts_post=True, answer=405),
    "reports:exported_province": Route(frozenset()),  # who asked for it; nobody here has
    "reports:place": of_organization(*MEMBERS, "overseer", "platform_administrator"),
    "reports:documents": of_organization(*MEMBERS, "overseer"),
    "reports:overview": of_organization(*MEMBERS, "overseer"),
    # Leads on to the overview of the latest year, or to the list of years.
    "reports:latest": of_organization(*MEMBERS, "overseer", "platform_administrator", answer=302),
    "reports:executive": of_organization(*MEMBERS),
    "reports:meeting": of_organization(*MEMBERS),
    "reports:ask": of_organization(*MEMBERS, accepts_post=True),
    "reports:inquiries": of_organization(*MEMBERS),
    "reports:inquiry": of_organization(*MEMBERS, accepts_post=True),
    # Whoever holds a paper may ask whether it is genuine.
    "reports:verify_code": Route(EVERYONE),
    # Sending a file changes nothing: it is compared and forgotten.
    "reports:verify": Route(EVERYONE, accepts_post=True),
    "reports:root_certificate": Route(EVERYONE, answer=404),  # no authority is trusted in this world
    # What is published is for everybody.
    "reports:public_organizations": Route(EVERYONE, names_others=True),
    "reports:public_organization": Route(EVERYONE),
    "reports:public_document": Route(EVERYONE),
    "reports:public_edition": Route(EVERYONE),
    "reports:public_read": Route(EVERYONE),
    "reports:public_pdf": Route(EVERYONE),
    "reports:public_file": Route(EVERYONE),
    "reports:sitemap": Route(EVERYONE),
    "reports:robots": Route(EVERYONE),
    "reports:filing": of_organization(*MEMBERS),
    "reports:file_item": of_organization("auditor", "clerk", accepts_post=True),
    "reports:evidence_pack": of_organization(*MEMBERS),
    "reports:publish": of_organization("auditor", "clerk", accepts_post=True),
    "reports:withdraw": of_organization("auditor", "clerk", accepts_post=True),
    "reports:to_sign": Route(LOGGED_IN),
    # An edition waits for the executive, who holds the office that is asked.
    "reports:sign": of_organization("executive", accepts_post=True),
    "reports:send_back": of_organization("executive", accepts_post=True),
    "reports:signed": of_organization("clerk"),  # who signed the edition that was issued
    "reports:recall": of_organization("auditor", "clerk", accepts_post=True),
    "reports:pen": of_organization("auditor", "clerk", accepts_post=True),
    "reports:edition_file": of_organization(*MEMBERS, "overseer"),
    "reports:edition_page": of_organization(*MEMBERS, "overseer"),
    "reports:desk": of_organization(*MEMBERS),
    "reports:signers": of_organization("auditor", "clerk", accepts_post=True),
    "reports:propose": of_organization("auditor", "clerk", accepts_post=True, answer=405),
    "reports:revise": of_organization("auditor", "clerk", accepts_post=True, answer=405),
    "reports:take_back_revision": of_organization("auditor", "clerk", accepts_post=True, answer=405),
    # Work in progress is for members.
    "reports:print_all": of_organization(*MEMBERS, accepts_post=True, answer=405),
    "reports:print_one": of_organization(*MEMBERS, accepts_post=True, answer=405),
    "reports:printed_year": of_organization(),  # who asked for it; nobody here has
    "reports:printed_one": of_organization(),
    "reports:preview": of_organization(*MEMBERS),
    "reports:word": of_organization(*MEMBERS),
    "reports:check": of_organization("auditor", "clerk", accepts_post=True),
    "reports:edit": of_organization("auditor", "clerk", accepts_post=True),
    "reports:check_before": of_organization(*MEMBERS, accepts_post=True),
    "reports:register": of_organization(*MEMBERS, accepts_post=True),
    "reports:number_source": of_organization("auditor", "clerk", accepts_post=True, answer=405),
    "reports:forget_noted_number": of_organization("auditor", "clerk", accepts_post=True, answer=405),
}


# What an address asks beside its path.
QUERIES = {"measures:new_analysis": "?question=i2", "reports:search": f"?q={SECRET[:8]}"}


def own_text_of(slug):
    """The key of the organisation's own text in the library; 0 for an organisation that does not exist."""
    return Recommendation.objects.filter(organization__slug=slug).values_list("pk", flat=True).first() or 0


def own_template_of(slug):
    """The key of the organisation's own measure in the library; 0 for an organisation that does not exist."""
    return MeasureTemplate.objects.filter(organization__slug=slug).values_list("pk", flat=True).first() or 0


def arguments(slug, framework):
    """{route: its arguments} for one organisation of the world; a route without a line takes none."""
    question = framework.questions.first()
    return {
        "assessments:framework": [2568],
        "assessments:copy_framework": [2568],
        "assessments:weights": [2568],
        "assessments:correct": [2568, "question", question.pk],
        "assessments:edit_recommendation": [own_text_of(slug)],
        "assessments:assessment": [slug, 2568],
        "assessments:scores": [slug, 2568],
        "assessments:start_assessment": [slug, 2568],
        "assessments:indicator": [slug, 2568, 1],
        "assessments:export_scores": [slug, 2568],
        "assessments:scores_template": [slug, 2568],
        "assessments:upload_scores": [slug, 2568],
        "assessments:paste_scores": [slug, 2568],
        "assessments:score_imports": [slug, 2568],
        "assessments:score_import": [slug, 2568, the_import_of(slug)],
        "assessments:arithmetic": [slug, 2568],
        "assessments:history": [slug, 2568],
        "assessments:confirm_assessment": [slug, 2568],
        "assessments:reopen_assessment": [slug, 2568],
        "measures:mail_log": [slug],
        "measures:analysis": [slug, 2568],
        "measures:new_analysis": [slug, 2568],
        "measures:edit_analysis": [slug, 2568, the_analysis_of(slug)],
        "measures:delete_analysis": [slug, 2568, the_analysis_of(slug)],
        "measures:bands": [slug, 2568],
        "measures:limitations": [slug, 2568],
        "measures:from_last_year": [slug, 2568],
        "measures:plan": [slug, 2569],
        "measures:start_plan": [slug, 2571],
        "measures:new_measure": [slug, 2570],
        "measures:edit_measure": [slug, 2570, the_measure_of(slug, 2570)],
        "measures:arrange_measure": [slug, 2570, the_measure_of(slug, 2570)],
        "measures:assign_measures": [slug, 2570],
        "measures:undo": [slug, 2570],
        "measures:board": [slug, 2569],
        "measures:timeline": [slug, 2569],
        "measures:saved_views": [slug, 2569],
        "measures:export_plan": [slug, 2569],
        "measures:suggestions": [slug, 2570],
        "measures:carry_over": [slug, 2570],
        "measures:edit_template": [own_template_of(slug)],
        "measures:check_plan": [slug, 2570],
        "measures:adopt_plan": [slug, 2570],
        "measures:amend_measure": [slug, 2569, the_measure_of(slug, 2569)],
        "measures:cancel_measure": [slug, 2569, the_measure_of(slug, 2569)],
        "measures:measure": [slug, 2569, the_measure_of(slug, 2569)],
        "measures:report_progress": [slug, 2569, the_measure_of(slug, 2569)],
        "measures:correct_progress": [slug, 2569, the_measure_of(slug, 2569), the_entry_of(slug)],
        "measures:effect": [slug, 2569],
        "measures:add_evidence": [slug, 2569, the_measure_of(slug, 2569), the_entry_of(slug)],
        "measures:evidence_file": [slug, the_evidence_of(slug)],
        "measures:check_evidence": [slug, the_evidence_of(slug)],
        "measures:withdraw_evidence": [slug, the_evidence_of(slug)],
        "measures:write_summary": [slug, 2569, the_measure_of(slug, 2569), 12],
        "reports:guide_page": ["citizen"],
        "reports:guide_picture": ["assessment"],
        "reports:organization": [slug],
        "reports:start": [slug],
        "organizations:holiday": [builders.a_holiday().pk],
        "organizations:emblem": [slug],
        "organizations:job": ["0" * 32],
        "organizations:cancel_job": ["0" * 32],
        "set_password": ["MQ", "no-such-token"],
        "organizations:accept_invitation": ["no-such-token"],
        "organizations:reset_account": [User.objects.values_list("pk", flat=True).first()],
        "organizations:role_above": [the_first_above(Membership)],
        "organizations:invitation_above": [the_first_above(Invitation)],
        "organizations:invite_administrator": [slug],
        "organizations:profile": [slug],
        "organizations:divisions": [slug],
        "organizations:division": [slug, the_first(Division, slug)],
        "organizations:positions": [slug],
        "organizations:position": [slug, the_first(Position, slug)],
        "organizations:new_term": [slug, the_first(Position, slug)],
        "organizations:term": [slug, the_first(Term, slug)],
        "organizations:new_acting": [slug],
        "organizations:acting": [slug, the_first(ActingAppointment, slug)],
        "organizations:people": [slug],
        "organizations:invite": [slug],
        "organizations:person": [slug, the_first(Membership, slug, "user")],
        "organizations:person_access": [slug, the_first(Membership, slug, "user")],
        "organizations:role": [slug, the_first(Membership, slug)],
        "organizations:invitation": [slug, the_first(Invitation, slug)],
        "organizations:emblem_image": [slug],
        "reports:verify_code": [the_published_code_of(slug)],
        "reports:public_organization": [slug],
        "reports:public_document": [the_public_code_of(slug)],
        "reports:public_edition": [the_public_code_of(slug), 1],
        "reports:public_read": [the_public_code_of(slug), 1],
        "reports:public_pdf": [the_public_code_of(slug), 1],
        "reports:public_file": [the_public_code_of(slug), 1, "csv"],
        "reports:filing": [slug, 2568],
        "reports:file_item": [slug, 2568, "O4"],
        "reports:evidence_pack": [slug, 2568, "O4"],
        "reports:publish": [slug, the_signed_code_of(slug)],
        "reports:withdraw": [slug, the_published_code_of(slug)],
        "reports:sign": [slug, the_waiting_code_of(slug, "digital")],
        "reports:send_back": [slug, the_waiting_code_of(slug, "digital")],
        "reports:recall": [slug, the_waiting_code_of(slug, "digital")],
        "reports:pen": [slug, the_waiting_code_of(slug, "pen")],
        "reports:signed": [slug, the_published_code_of(slug)],
        "reports:edition_file": [slug, the_published_code_of(slug)],
        "reports:edition_page": [
            slug,
            the_published_code_of(slug),
            hashlib.sha256(builders.A_PDF).hexdigest(),
            1,
        ],
        "reports:desk": [slug, 2568, "analysis"],
        "reports:signers": [slug, 2568, "analysis"],
        "reports:propose": [slug, 2568, "analysis"],
        "reports:revise": [slug, 2568, "analysis"],
        "reports:take_back_revision": [slug, 2568, "analysis"],
        "reports:place": [slug, 2568],
        "reports:documents": [slug, 2568],
        "reports:overview": [slug, 2568],
        "reports:latest": [slug],
        "reports:executive": [slug],
        "reports:meeting": [slug, 2568],
        "reports:ask": [slug, 2568],
        "reports:inquiries": [slug],
        "reports:inquiry": [slug, the_first(Inquiry, slug)],
        "reports:print_all": [slug, 2568],
        "reports:print_one": [slug, 2568, "analysis"],
        "reports:printed_year": [slug, 2568, "0" * 32],
        "reports:printed_one": [slug, 2568, "analysis", "0" * 32],
        "reports:exported_province": ["0" * 32],
        "reports:preview": [slug, 2568, "analysis"],
        "reports:word": [slug, 2568, "analysis"],
        "reports:check": [slug, 2568, "analysis"],
        "reports:edit": [slug, 2568, "memo"],
        "reports:check_before": [slug, 2568, "analysis"],
        "reports:register": [slug],
        "reports:number_source": [slug],
        "reports:forget_noted_number": [slug, the_first(RegisterNumber, slug)],
    }


def the_waiting_code_of(slug, method):
    """The code of the edition that waits for a signature; of an organisation that does not exist: none there is."""
    editions = Edition.objects.filter(organization__slug=slug, state="routing", method=method)
    return editions.values_list("code", flat=True).first() or "NONE"


def the_signed_code_of(slug):
    """The code of the edition that is signed and not published; of an organisation that does not exist: none there is."""
    editions = Edition.objects.filter(organization__slug=slug, state="signed", publication__isnull=True)
    return editions.values_list("code", flat=True).first() or "NONE"


def the_public_code_of(slug):
    """The code of the document that the organisation published; of one that does not exist: none there is."""
    documents = Document.objects.filter(organization__slug=slug, publications__isnull=False)
    return documents.values_list("code", flat=True).first() or "NONE"


def the_published_code_of(slug):
    """The code on the paper that the organisation published; of one that does not exist: none there is."""
    editions = Edition.objects.filter(organization__slug=slug, publication__isnull=False)
    return editions.values_list("code", flat=True).first() or "NONE"


def the_first(model, slug, name="pk"):
    """A key of the organisation's first row of a model; 0 where there is none."""
    return model.objects.filter(organization__slug=slug).values_list(name, flat=True).first() or 0


def the_first_above(model):
    """A key of a row above all organisations."""
    return model.objects.filter(organization=None).values_list("pk", flat=True).first()


def the_analysis_of(slug):
    """The key of the organisation's analysis; of one that does not exist: none there is."""
    return Analysis.objects.filter(organization__slug=slug).values_list("pk", flat=True).first() or 0


def the_import_of(slug):
    """The key of the organisation's import that waits; 0 for an organisation that does not exist."""
    return ScoreImport.objects.filter(organization__slug=slug).values_list("pk", flat=True).first() or 0


def the_measure_of(slug, year):
    """The key of the measure in the organisation's plan of a year (2569 adopted, 2570 a draft); 0 where there is none."""
    measures = Measure.objects.filter(organization__slug=slug, plan__fiscal_year=year)
    return measures.values_list("pk", flat=True).first() or 0


def the_entry_of(slug):
    """The key of the entry that the staff's division reported; 0 where there is none."""
    return ProgressEntry.objects.filter(organization__slug=slug).values_list("pk", flat=True).first() or 0


def the_evidence_of(slug):
    """The key of the evidence of that entry; 0 where there is none."""
    return Evidence.objects.filter(organization__slug=slug).values_list("pk", flat=True).first() or 0


def route_names(resolver=None, namespace=""):
    """Every named route of the project, with its namespace."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            yield from route_names(
                pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )


class World:
    """Two organisations in two provinces with the same kind of rows, and every kind of person around the first."""

    def __init__(self):
        self.framework = builders.a_framework(2568)
        self.own = self.furnish(builders.an_organization("own", province=builders.a_province("นครศรีธรรมราช")))
        self.other = self.furnish(
            builders.an_organization("other", place_name=SECRET, province=builders.a_province("พังงา"))
        )
        self.users = {role: builders.a_user(self.own, role) for role in MEMBERS}
        self.furnish_with_entries(self.own, self.users["division_staff"])
        self.furnish_with_entries(self.other, builders.a_user(self.other, Role.DIVISION_STAFF))
        self.furnish_with_papers(self.own, self.users["executive"], self.users["clerk"])
        self.furnish_with_papers(self.other, *(builders.a_user(self.other, Role.EXECUTIVE) for _ in range(2)))
        self.users["overseer"] = builders.a_user(role=Role.OVERSEER, province=self.own.province)
        self.users["platform_administrator"] = builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)
        builders.an_invitation(role="platform_administrator")
        self.users["stranger"] = builders.a_user()
        self.users["former_member"] = builders.a_user(self.own, Role.AUDITOR)
        self.users["former_member"].memberships.update(is_active=False)
        self.sessions = {person: session_of(user) for person, user in self.users.items()}
        # Looked up once: two dozen queries for each of many thousand addresses took half of the sweep's time.
        self.arguments = {slug: arguments(slug, self.framework) for slug in SLUGS}

    def furnish(self, organization):
        assessment = builders.an_assessment(
            organization, self.framework, official=builders.FULL_SCORES, is_confirmed=True
        )
        builders.an_analysis(assessment, finding=organization.place_name)
        builders.a_score_import(organization, file_name=organization.place_name)
        builders.a_recommendation(organization, finding=f"ข้อความของ{organization.place_name}")
        builders.a_template(organization, titles=f"มาตรการในคลังของ{organization.place_name}")
        plan = builders.a_plan(organization, 2569, source_assessment=assessment, status=PlanStatus.ADOPTED)
        builders.a_measure(plan, title=f"มาตรการของ{organization.place_name}")
        draft = builders.a_plan(organization, 2570)
        builders.a_measure(draft, title=f"ร่างมาตรการของ{organization.place_name}")
        builders.publish(builders.an_edition(builders.a_document(organization)))
        builders.a_register_number(organization, note=f"หนังสือของ{organization.place_name}")
        builders.an_inquiry(organization, question=organization.place_name)
        builders.a_filing(organization, self.framework.questions.get(code="O4"), note=organization.place_name)
        builders.an_acting(organization)
        builders.an_invitation(organization, person_name=f"ผู้ได้รับเชิญของ{organization.place_name}")
        organization.emblem_key = file_store.store(b"a picture", area="emblems", limit_bytes=100).key
        organization.save()
        return organization

    def furnish_with_entries(self, organization, staff):
        """What the division of a person did about the adopted plan's measure."""
        measure = Measure.objects.get(pk=the_measure_of(organization.slug, 2569))
        division = staff.memberships.get().division
        entry = builders.an_entry(measure, division, by=staff, text=f"งานของ{organization.place_name}")
        builders.an_evidence_file(entry, organization.place_name.encode())

    def furnish_with_papers(self, organization, executive, signer):
        """A memo that waits for the executive, a plan that waits for the pen, and who signed what was published."""
        term = builders.a_term(organization, rank="head", user=executive)
        for kind, year, method in (("memo", 2568, "digital"), ("measure_plan", 2569, "pen")):
            document = builders.a_document(
                organization, kind, fiscal_year=year, subject=organization.place_name, status="routing"
            )
            builders.a_signature(builders.an_edition(document, method=method), term, role="decision")
        builders.issue(builders.an_edition(builders.a_document(organization, "progress")))
        published = organization.publications.get().edition
        facts = {"signed_at": published.signed_at, "signed_by": signer}
        builders.a_signature(published, builders.a_term(organization), **facts)

    def client(self, person):
        """A browser of the person's own; all of them are in the session of one login."""
        client = Client()
        if person != "nobody":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return client

    def address(self, name, slug="own"):
        return reverse(name, args=self.arguments[slug].get(name, [])) + QUERIES.get(name, "")


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def shared_world(module_rows):
    with module_rows():
        return World()


@pytest.fixture
def world(shared_world, db):
    """The world as it was built: what a test changes in it is rolled back."""
    return shared_world


def text_of(response):
    """What a response says, also inside a Word file; a PDF's text is compressed and is read by its own tests."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="ignore")


def expected_status(name, person):
    """The status of GET in the own organisation."""
    route = ROUTES[name]
    if person in route.readers:
        return route.answer
    if person == "nobody" and name not in ("login", "logout"):
        return 302
    return route.refusal


def find_surprises(world, names=ROUTES):
    """Every deviation from the table on GET and HEAD, own and other organisation, as sentences."""
    for name in names:
        for person in ASKING:
            client = world.client(person)
            head, page = client.head(world.address(name)), client.get(world.address(name))
            for response in (head, page):
                if response.status_code != expected_status(name, person):
                    yield f"{person} got {response.status_code} on {name}, own organisation"
                if response.status_code == 302 and person == "nobody" and "/login/" not in response["Location"]:
                    yield f"nobody was sent to {response['Location']} from {name}"
            if SECRET in text_of(page) and person != "platform_administrator" and not ROUTES[name].names_others:
                yield f"{person} read the other organisation's text on {name}"
            if ROUTES[name].is_of_organization and person not in ("nobody", "platform_administrator"):
                status = client.get(world.address(name, "other")).status_code
                missing = client.get(world.address(name, "no-such-organization")).status_code
                if (status, missing) != (404, 404):
                    yield f"{person} got {status} on {name} of another organisation, {missing} on a missing one"


def test_every_route_of_the_project_is_in_the_table():
    # Those of Django's administration follow one rule, held by a sweep of their own (organizations/test_admin.py).
    ours = [name for name in route_names() if not name.startswith("admin:")]

    assert sorted(ours) == sorted(ROUTES)


@pytest.mark.parametrize("name", ROUTES)
def test_everybody_gets_what_the_table_says_and_nothing_of_others(world, name):
    surprises = list(find_surprises(world, [name]))

    assert surprises == []


@pytest.mark.parametrize("name", ROUTES)
def test_no_unsafe_method_reaches_another_organisation_or_a_reading_page(world, name):
    slugs = ("own", "other") if ROUTES[name].is_of_organization else ("own",)
    readers = ROUTES[name].readers & set(ASKING)
    reached = []
    for person in ASKING:
        client = world.client(person)
        # A page answers POST for those who may; the other methods are asked by one who gets in and one who does not.
        methods = UNSAFE_METHODS if person in (min(readers, default="auditor"), "stranger") else ("post",)
        for method, slug in product(methods, slugs):
            response = getattr(client, method)(world.address(name, slug), data={})
            may_post = method == "post" and ROUTES[name].accepts_post
            if response.status_code < 300 and not may_post:
                reached.append((person, method, slug, response.status_code))

    assert reached == []
    assert not TrailEntry.objects.exclude(verb__in=("record_scores", "confirm")).exists()


def test_posting_to_the_platform_pages_is_refused_to_everybody_else(world):
    for name in ("assessments:copy_framework", "assessments:correct", "assessments:weights"):
        statuses = {
            person: world.client(person).post(world.address(name), {}).status_code
            for person in PEOPLE
            if person != "platform_administrator"
        }

        assert set(statuses.values()) == {302, 403}, (name, statuses)
        assert [person for person, status in statuses.items() if status == 302] == ["nobody"]


def test_an_overseer_sees_nothing_that_is_still_in_work(world):
    draft = builders.an_assessment(
        builders.an_organization("draft", province=world.own.province), world.framework, builders.FULL_SCORES
    )

    response = world.client("overseer").get(reverse("assessments:assessment", args=["draft", 2568]))

    assert draft.status == "draft"
    assert response.status_code == 404


def test_work_in_progress_stays_inside_also_after_something_was_issued(world):
    issued = Edition.objects.filter(organization=world.own, kind="analysis", publication__isnull=False)

    statuses = {
        person: world.client(person).get(world.address("reports:preview")).status_code
        for person in ("auditor", "overseer", "platform_administrator", "stranger")
    }

    assert issued.exists()
    assert statuses == {"auditor": 200, "overseer": 404, "platform_administrator": 404, "stranger": 404}


def test_an_end_of_membership_takes_effect_at_the_next_request(world):
    client = world.client("auditor")
    assert client.get(world.address("assessments:assessment")).status_code == 200

    Membership.objects.filter(user=world.users["auditor"]).update(is_active=False)

    assert client.get(world.address("assessments:assessment")).status_code == 404


# -- Negative controls: with one guard removed the sweep must turn red ------------------------------


def test_the_sweep_turns_red_without_the_organisation_guard(world, monkeypatch):
    monkeypatch.setattr(OrganizationQuerySet, "visibility", lambda self, user: Q())

    assert list(find_surprises(world, ["reports:organization"]))


def test_the_sweep_turns_red_without_the_row_guard(world, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda self, user: self._scoped("visible", Q()))

    assert list(find_surprises_safely(world, "assessments:assessment"))


def test_the_sweep_turns_red_without_the_login_guard(world, settings):
    settings.MIDDLEWARE = [row for row in settings.MIDDLEWARE if "LoginRequired" not in row]

    assert list(find_surprises_safely(world, "assessments:frameworks"))


def find_surprises_safely(world, name):
    """The sweep over one route, where a removed guard may also make a page crash: that is red as well."""
    try:
        yield from find_surprises(world, [name])
    except Exception as error:
        yield repr(error)
