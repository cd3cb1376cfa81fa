"""The measures library: finding a measure, writing one, taking one out of use."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import library_content
from assessments.views.library_acts import LibraryActs
from measures import template_page, workflow
from measures.models import MeasureTemplate
from measures.template_forms import TemplateFilterForm, TemplateForm
from organizations.history import history_of

ACTS = LibraryActs(
    model=MeasureTemplate,
    word="มาตรการ",
    save=workflow.save_template,
    saved="บันทึกมาตรการในคลังแล้ว แผนที่ทำต่อจากนี้ใช้ข้อความนี้ ส่วนมาตรการในแผนเดิมไม่เปลี่ยน",
    retire=workflow.retire_template,
    retired="เลิกใช้มาตรการนี้แล้ว ระบบจะไม่เสนออีก ส่วนมาตรการในแผนยังอยู่ครบ",
    restore=workflow.restore_template,
    restored="นำมาตรการกลับมาใช้แล้ว ระบบจะเสนอในแผนต่อไป",
)


@require_safe
def templates(request):
    """The measures of the library that this person may read, narrowed by what was asked for."""
    organizations = library_content.organizations_kept_by(request.user)
    form = TemplateFilterForm(
        request.GET,
        years=library_content.years_of(MeasureTemplate.objects.visible_to(request.user)),
        indicators=library_content.latest_indicators(),
        organizations=organizations,
    )
    page, groups = library_content.read_page(
        template_page.templates_wanted(request.user, form.wanted),
        request.GET.get("page"),
        usages_of=template_page.usages_of,
        subject_of=template_page.subject_of,
        user=request.user,
        organizations=organizations,
    )
    context = {
        "form": form,
        "page": page,
        "groups": groups,
        "plans": template_page.draft_plans_of(request.user),
        "may_add": bool(library_content.owners_for(request.user, organizations)),
    }
    return render(request, "measures/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request):
    """Write a new measure, from nothing or from one that stands in the library (?from=, ?year=)."""
    organizations = library_content.organizations_kept_by(request.user)
    owners = library_content.owners_for(request.user, organizations)
    if not owners:
        raise PermissionDenied
    start = ACTS.row_to_start_from(request)
    framework = library_content.framework_for_writing(start, request.GET.get("year", ""))
    form = TemplateForm(start, request.POST or None, framework=framework, owners=owners)
    if request.method == "POST" and form.is_valid() and ACTS.store(request, form, form.new_row(), {}):
        return redirect("measures:templates")
    context = {
        "form": form,
        "framework": framework,
        "frameworks": library_content.frameworks_with_questions(),
        "is_adapting": "from" in request.GET,
    }
    return render(request, "measures/new_template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request, pk):
    """Change a measure of the library, or take it out of use and back again."""
    template = get_object_or_404(MeasureTemplate.objects.editable_by(request.user), pk=pk)
    if ACTS.switch(request, template):
        return redirect("measures:edit_template", pk)
    framework = library_content.framework_for_writing(template, "")
    form = TemplateForm(template, request.POST or None, framework=framework, owners=())
    context = {"template": template, "form": form, "usage": template_page.usage_of(template)}
    if request.method == "POST" and form.is_valid() and ACTS.store(request, form, template, context):
        return redirect("measures:templates")
    context["acts"] = history_of([template], user=request.user)
    return render(request, "measures/edit_template.html", context)
