"""Which rows a person may reach: the one door to everything an organisation owns.

Views fetch rows through `visible_to(user)` or `editable_by(user)` only, public pages through `published()`. While a request is served, evaluating a query
on an organisation's rows that went through neither raises `UnscopedQuery`: a forgotten filter is a loud error, not a
leak. Rows reached from a row that is already in hand (`assessment.scores.all()`) belong to the same organisation,
which the database guarantees (`database_guards.py`).
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models import Q

_guarding = ContextVar("scope_guard_is_on", default=False)


class UnscopedQuery(RuntimeError):
    """A query on an organisation's rows ran during a request without visible_to() or editable_by()."""


class ScopeGuardMiddleware:
    """Turns the guard on for the time of a request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with scope_guard():
            return self.get_response(request)


@contextmanager
def scope_guard(is_on=True):
    """Evaluate queries inside with the guard on (or off, for checks that must look across organisations)."""
    token = _guarding.set(is_on)
    try:
        yield
    finally:
        _guarding.reset(token)


class ScopedQuerySet(models.QuerySet):
    """Rows of organisations. Subclasses say who may see and edit them.

    `organization_path`  lookup from the row to its organisation ("" for Organization itself)
    `editing_roles`      roles that may change the rows of their own organisation
    `overseen`           condition under which the overseer of the province may read a row; None: never
    `public`             condition under which everybody may read a row; None: never
    """

    organization_path = "organization"
    editing_roles = frozenset()
    overseen = None
    public = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._scope = None

    def _clone(self):
        clone = super()._clone()
        clone._scope = self._scope
        return clone

    # -- the doors, and the marked exception --------------------------------------------------------

    def visible_to(self, user):
        """Rows the user may read: their organisations' rows, and what an overseer may see of the province."""
        return self._scoped("visible", self.visibility(user))

    def editable_by(self, user):
        """Rows the user may change: those of organisations where the user holds one of `editing_roles`."""
        return self._scoped("editable", self._owned_by(self._organizations_of(user, self.editing_roles)))

    def published(self):
        """Rows that everybody may read, without an account: what the organisation has published."""
        if self.public is None:
            raise TypeError(f"nothing of {self.model.__name__} is public")
        return self._scoped("published", self.public)

    def unscoped(self, reason):
        """Every row. The reason is for the reader of the code; there must be a good one."""
        if not reason:
            raise ValueError("unscoped() needs a reason")
        return self._scoped("unscoped", Q())

    def visibility(self, user):
        """The condition of visible_to(), for models that widen it."""
        condition = self._owned_by(self._organizations_of(user))
        if self.overseen is not None:
            condition |= self._owned_by(self._overseen_organizations(user)) & self.overseen
        return condition

    def _scoped(self, scope, condition):
        scoped = self.filter(condition)
        scoped._scope = scope
        return scoped

    def _owned_by(self, organizations):
        return Q(**{f"{self.organization_path}__in" if self.organization_path else "pk__in": organizations})

    def _organizations_of(self, user, roles=None):
        from organizations.models import Membership

        memberships = Membership.objects.current_of(user).filter(organization__isnull=False)
        if roles is not None:
            memberships = memberships.filter(role__in=roles)
        return memberships.values("organization_id")

    def _overseen_organizations(self, user):
        from organizations.models import Membership, Organization

        provinces = Membership.objects.current_of(user).filter(province__isnull=False).values("province_id")
        return (
            Organization.objects.unscoped("the overseer's province").filter(province__in=provinces).values("pk")
        )

    # -- the guard ---------------------------------------------------------------------------------

    def _require_scope(self):
        if _guarding.get() and self._scope is None and not self._comes_from_a_row():
            raise UnscopedQuery(
                f"{self.model.__name__}: use visible_to(user) or editable_by(user) before evaluating this query."
            )

    def _comes_from_a_row(self):
        """True for `row.children.all()` where the row is an organisation, one of its rows, or the user.

        Not where the row is one that all organisations share: its children belong to many.
        """
        instance = self._hints.get("instance")
        if instance is None or not getattr(type(instance), "leads_to_own_rows", False):
            return False
        return not getattr(instance, "is_shared", False)

    def _fetch_all(self):
        if self._result_cache is None:
            self._require_scope()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._require_scope()
        return super().iterator(*args, **kwargs)

    def count(self):
        if self._result_cache is None:
            self._require_scope()
        return super().count()

    def exists(self):
        if self._result_cache is None:
            self._require_scope()
        return super().exists()

    def aggregate(self, *args, **kwargs):
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs):
        self._require_scope()
        return super().update(**kwargs)

    def delete(self):
        self._require_scope()
        return super().delete()

    def raw(self, *args, **kwargs):
        if _guarding.get():
            raise UnscopedQuery(f"{self.model.__name__}: raw() passes by the scope.")
        return super().raw(*args, **kwargs)

    def __or__(self, other):
        return self._widened(super().__or__(other), other)

    def __xor__(self, other):
        return self._widened(super().__xor__(other), other)

    def _widened(self, rows, other):
        """A union of rows is scoped only when both sides are; beside an empty query Django gives back the other one."""
        if rows is not self and rows is not other:
            rows._scope = self._scope and other._scope
        return rows

    def _combinator_query(self, combinator, *others, **kwargs):
        combined = super()._combinator_query(combinator, *others, **kwargs)
        if combinator == "union":
            combined._scope = self._scope if all(other._scope for other in others) else None
        return combined

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for row in objs:
            row.take_organization()
        return super().bulk_create(objs, *args, **kwargs)


class KeptAboveQuerySet(ScopedQuerySet):
    """Rows without an organisation are kept by the platform administrator, the others are their organisation's own."""

    def editable_by(self, user):
        condition = self._owned_by(self._organizations_of(user, self.editing_roles))
        if user.is_authenticated and user.is_platform_administrator:
            condition |= Q(organization__isnull=True)
        return self._scoped("editable", condition)


class SharedRowsQuerySet(KeptAboveQuerySet):
    """Rows without an organisation are shared: everybody with an account reads them."""

    def visibility(self, user):
        if not user.is_authenticated:
            return Q(pk__in=[])
        return super().visibility(user) | Q(organization__isnull=True)


class CheckedAcrossOrganizations(models.Model):
    """Looking for doubles reads the whole table by design; the guard is for what reaches a page."""

    class Meta:
        abstract = True

    def validate_unique(self, exclude=None):
        with scope_guard(is_on=False):
            super().validate_unique(exclude)

    def validate_constraints(self, exclude=None):
        with scope_guard(is_on=False):
            super().validate_constraints(exclude)


class OrganizationOwned(CheckedAcrossOrganizations):
    """A row that belongs to exactly one organisation, for ever (database_guards.py holds it to that).

    A child takes its organisation from its parent: `organization_from` names the foreign key.
    """

    leads_to_own_rows = True
    organization_from = None
    # True: rows without an organisation are shared, and rows of any organisation may point to them.
    has_shared_rows = False
    # {field or None: fields}: what never changes once that field is filled; with None, once the row is written.
    frozen_fields = {}
    # (foreign key, field, value): the row is not deleted while the row it points to has this value in this field.
    kept_while = None

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.take_organization()
        super().save(*args, **kwargs)

    @property
    def is_shared(self):
        return self.has_shared_rows and self.organization_id is None

    def take_organization(self):
        if self.organization_from and self.organization_id is None:
            self.organization_id = getattr(self, self.organization_from).organization_id


def organization_field(related_name):
    """The foreign key every organisation-owned model carries itself, so that one filter scopes any table."""
    return models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name=related_name,
        verbose_name="หน่วยงาน",
    )
