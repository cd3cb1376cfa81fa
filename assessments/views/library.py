"""The recommendation library: finding a text, writing one, taking one out of use."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import library_content, workflow
from assessments.library_forms import LibraryFilterForm, RecommendationForm
from assessments.models import Recommendation
from assessments.workflow import StaleRecommendation
from ita_portal.sent_numbers import whole_number
from organizations.history import history_of


@require_safe
def recommendations(request):
    """The texts of the library that this person may read, narrowed by what was asked for."""
    organizations = library_content.organizations_kept_by(request.user)
    form = LibraryFilterForm(
        request.GET,
        years=library_content.years_with_texts(request.user),
        indicators=library_content.latest_indicators(),
        organizations=organizations,
    )
    texts = library_content.texts_wanted(request.user, form.wanted)
    page, groups = library_content.read_page(
        texts, request.GET.get("page"), user=request.user, organizations=organizations
    )
    may_add = bool(library_content.owners_for(request.user, organizations))
    context = {"form": form, "page": page, "groups": groups, "may_add": may_add}
    return render(request, "assessments/recommendations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_recommendation(request):
    """Write a new text, from nothing or from one that stands in the library (?from=, ?year=)."""
    organizations = library_content.organizations_kept_by(request.user)
    owners = library_content.owners_for(request.user, organizations)
    if not owners:
        raise PermissionDenied
    start = _text_to_adapt(request)
    framework = library_content.framework_for_writing(start, request.GET.get("year", ""))
    form = RecommendationForm(start, request.POST or None, framework=framework, owners=owners)
    if request.method == "POST" and form.is_valid() and _store(request, form, form.new_text(), {}):
        return redirect("assessments:recommendations")
    frameworks = library_content.frameworks_with_questions()
    context = {
        "form": form,
        "framework": framework,
        "frameworks": frameworks,
        "is_adapting": "from" in request.GET,
    }
    return render(request, "assessments/new_recommendation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_recommendation(request, pk):
    """Change a text of the library, or take it out of use and back again."""
    text = get_object_or_404(Recommendation.objects.editable_by(request.user), pk=pk)
    if request.POST.get("act") in _SWITCHES:
        _switch(request, text)
        return redirect("assessments:edit_recommendation", pk)
    framework = library_content.framework_for_writing(text, "")
    form = RecommendationForm(text, request.POST or None, framework=framework, owners=())
    context = {"text": text, "form": form, "usage": library_content.usage_of(text)}
    if request.method == "POST" and form.is_valid() and _store(request, form, text, context):
        return redirect("assessments:recommendations")
    context["acts"] = history_of([text], user=request.user)
    return render(request, "assessments/edit_recommendation.html", context)


def _store(request, form, text, context):
    """Save what the form holds; False when it has to be looked at again, with the reason on the form or in the context."""
    version = form.cleaned_data["version"] or 0
    try:
        workflow.save_recommendation(text, form.values, version=version, by=request.user)
    except StaleRecommendation as stale:
        context["theirs"] = form.show_stale(stale.current)
    except ValidationError as error:
        form.refuse(error)
    else:
        messages.success(request, "บันทึกข้อความในคลังแล้ว การร่างครั้งต่อไปใช้ข้อความนี้ ส่วนการวิเคราะห์ที่เขียนไว้แล้วไม่เปลี่ยน")
        return True
    return False


_SWITCHES = {
    "retire": (
        workflow.retire_recommendation,
        "เลิกใช้ข้อความนี้แล้ว ระบบจะไม่เสนออีก ส่วนการวิเคราะห์ที่เขียนจากข้อความนี้ยังอยู่ครบ",
    ),
    "restore": (workflow.restore_recommendation, "นำข้อความกลับมาใช้แล้ว ระบบจะเสนอในการร่างครั้งต่อไป"),
}


def _switch(request, text):
    verb, done = _SWITCHES[request.POST["act"]]
    version = whole_number(request.POST.get("version", "")) or 0
    try:
        verb(text, version=version, by=request.user)
    except StaleRecommendation:
        messages.error(request, "มีผู้อื่นแก้ไขข้อความนี้ก่อนท่านกด โปรดอ่านข้อความล่าสุดในหน้านี้แล้วกดอีกครั้ง")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)


def _text_to_adapt(request):
    """The text named by ?from=, without its key: the start of a new one. An empty text where none is named."""
    pk = request.GET.get("from", "")
    if not pk:
        return Recommendation()
    texts = Recommendation.objects.visible_to(request.user)
    text = get_object_or_404(texts, pk=whole_number(pk))
    text.pk = None
    return text
