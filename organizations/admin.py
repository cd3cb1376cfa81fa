"""Django's administration, for the platform administrator alone: who may enter, and what was done. To read, not to write.

Results, plans and documents are not here: they belong to their organisations. The one thing that is changed is whether
an account is open, and that goes through its verb, with its trail.
"""

from django.contrib import admin
from django.http import Http404
from django.urls import include, path, reverse
from django.utils.html import format_html

from organizations import workflow
from organizations.models import (
    Division,
    Invitation,
    Membership,
    Organization,
    Province,
    PublicHoliday,
    TrailEntry,
    User,
)
from organizations.scope import ScopedQuerySet


class PortalAdmin(admin.AdminSite):
    """Only pages that list and show; everybody but the platform administrator finds nothing here."""

    site_header = site_title = "บัญชีและประวัติของทั้งระบบ"
    index_title = "ข้อมูลสำหรับผู้ดูแลระบบส่วนกลาง"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request):
        return request.user.is_active and request.user.is_platform_administrator

    def admin_view(self, view, cacheable=False):
        page = super().admin_view(view, cacheable)

        def for_the_platform_administrator(request, *args, **kwargs):
            if not self.has_permission(request):
                raise Http404("the administration is the platform administrator's")
            return page(request, *args, **kwargs)

        return for_the_platform_administrator

    def get_urls(self):
        """The first page and those of the models: no second login, no password page."""
        models = [
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(model_admin.get_urls()))
            for model, model_admin in self._registry.items()
        ]
        return [
            path("", self.admin_view(self.index), name="index"),
            path("jsi18n/", self.admin_view(self.i18n_javascript, cacheable=True), name="jsi18n"),
            *models,
            path("<slug:app_label>/", self.admin_view(self.app_index), name="app_list"),
        ]


portal_admin = PortalAdmin(name="admin")


class ReadingAdmin(admin.ModelAdmin):
    """Lists and shows rows of all organisations; adds, changes and deletes none."""

    list_per_page = 100
    actions = None

    def get_urls(self):
        info = (self.opts.app_label, self.opts.model_name)
        return [
            path("", self.admin_site.admin_view(self.changelist_view), name="{}_{}_changelist".format(*info)),
            path(
                "<int:object_id>/",
                self.admin_site.admin_view(self._shown),
                name="{}_{}_change".format(*info),
            ),
        ]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if isinstance(rows, ScopedQuerySet):
            rows = rows.unscoped("the platform administrator's administration")
        return rows

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def _shown(self, request, object_id):
        return self.change_view(request, str(object_id))


@admin.register(User, site=portal_admin)
class UserAdmin(ReadingAdmin):
    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "first_name", "last_name", "email")
    fields = (
        "username",
        "first_name",
        "last_name",
        "email",
        "is_active",
        "date_joined",
        "last_login",
        "way_in",
    )
    readonly_fields = tuple(name for name in fields if name != "is_active")

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj) and obj != request.user

    def save_model(self, request, obj, form, change):
        if "is_active" in form.changed_data:
            account = User.objects.get(pk=obj.pk)
            workflow.set_account_active(account, obj.is_active, by=request.user)

    @admin.display(description="เข้าสู่ระบบไม่ได้")
    def way_in(self, user):
        address = reverse("organizations:reset_account", args=[user.pk])
        return format_html('<a href="{}">ทำลิงก์ตั้งรหัสผ่าน หรือยกเลิกอุปกรณ์ยืนยันตัวตน</a>', address)


@admin.register(Organization, site=portal_admin)
class OrganizationAdmin(ReadingAdmin):
    list_display = ("name", "kind", "district", "province", "slug")
    list_filter = ("kind",)
    list_select_related = ("province",)
    search_fields = ("name", "slug")


@admin.register(Division, site=portal_admin)
class DivisionAdmin(ReadingAdmin):
    list_display = ("name", "organization", "order")
    list_select_related = ("organization",)
    search_fields = ("name",)


@admin.register(Membership, site=portal_admin)
class MembershipAdmin(ReadingAdmin):
    list_display = ("user", "role", "organization", "division", "province", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("user", "organization", "division", "province")
    search_fields = ("user__username", "organization__name")


@admin.register(Invitation, site=portal_admin)
class InvitationAdmin(ReadingAdmin):
    list_display = ("person_name", "role", "organization", "invited_at", "expires_at", "accepted_at")
    list_select_related = ("organization",)
    exclude = ("token_hash",)


@admin.register(TrailEntry, site=portal_admin)
class TrailAdmin(ReadingAdmin):
    """Who did what to which row, when. What it said before and after stays with its organisation."""

    list_display = ("at", "by", "verb", "subject_type", "subject_id", "organization")
    list_filter = ("verb",)
    list_select_related = ("by", "organization")
    fields = ("at", "by", "verb", "subject_type", "subject_id", "fiscal_year", "organization")
    ordering = ("-pk",)
    show_full_result_count = False


@admin.register(Province, site=portal_admin)
class ProvinceAdmin(ReadingAdmin):
    list_display = ("name",)


@admin.register(PublicHoliday, site=portal_admin)
class HolidayAdmin(ReadingAdmin):
    list_display = ("day", "name", "is_provisional", "is_cancelled")
