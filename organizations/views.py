"""Pages about organisations themselves."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal import file_store
from ita_portal.thai_text import sort_key
from organizations import emblems
from organizations.forms import EmblemForm
from organizations.models import Membership, Organization


@require_safe
def index(request):
    """The organisations a person works for, then those the person may look at, by province."""
    organizations = Organization.objects.visible_to(request.user).select_related("province")
    roles = _roles_by_organization(request.user)
    own = [row for row in organizations if row.pk in roles]
    others = [row for row in organizations if row.pk not in roles]
    context = {
        "own": [(row, roles[row.pk]) for row in sorted(own, key=lambda row: sort_key(row.name))],
        "provinces": [
            (province, list(rows))
            for province, rows in groupby(_by_province(others), key=lambda row: row.province)
        ],
    }
    return render(request, "organizations/index.html", context)


def _roles_by_organization(user):
    """{organization id: the memberships the person holds there}."""
    roles = {}
    memberships = Membership.objects.current_of(user).filter(organization__isnull=False)
    for membership in memberships.select_related("division"):
        roles.setdefault(membership.organization_id, []).append(membership)
    return roles


def _by_province(organizations):
    return sorted(organizations, key=lambda row: (sort_key(row.province.name), sort_key(row.name)))


@require_http_methods(["GET", "HEAD", "POST"])
def emblem(request, slug):
    """The emblem on the memos of an organisation: its administrator uploads the official drawing."""
    organization = get_object_or_404(Organization.objects.editable_by(request.user), slug=slug)
    form = EmblemForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            emblems.set_emblem(organization, form.cleaned_data["image"], by=request.user)
        except ValidationError as error:
            form.add_error("image", error.messages)
        else:
            messages.success(request, "บันทึกตราครุฑแล้ว บันทึกข้อความที่พิมพ์ต่อจากนี้ใช้ตรานี้")
            return redirect("organizations:emblem", slug)
    return render(request, "organizations/emblem.html", {"organization": organization, "form": form})


@require_safe
def emblem_image(request, slug):
    """The stored emblem as a picture; always a PNG that the portal itself encoded."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), slug=slug)
    if not organization.emblem_key:
        raise Http404("no emblem")
    return FileResponse(file_store.open_stored(organization.emblem_key), content_type="image/png")
