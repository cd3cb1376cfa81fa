from django.urls import path

from reports.views import (
    design,
    documents,
    findings,
    inquiries,
    organization,
    overview,
    province,
    register,
    start,
    verification,
)

app_name = "reports"
urlpatterns = [
    path("design/", design.design, name="design"),
    path("design/appearance/", design.appearance, name="appearance"),
    path("v/<slug:code>/", verification.verify_code, name="verify_code"),
    path("<slug:slug>/start/", start.start, name="start"),
    path("province/", province.province, name="province"),
    path("province/organizations.xlsx", province.export_province, name="export_province"),
    path("<slug:slug>/", organization.organization, name="organization"),
    path("<slug:slug>/register/", register.register, name="register"),
    path("<slug:slug>/register/source/", register.number_source, name="number_source"),
    path("<slug:slug>/register/<int:pk>/forget/", register.forget_noted_number, name="forget_noted_number"),
    path("<slug:slug>/<int:year>/place/", province.place, name="place"),
    path("<slug:slug>/overview/", overview.latest, name="latest"),
    path("<slug:slug>/executive/", overview.executive, name="executive"),
    path("<slug:slug>/inquiries/", inquiries.inquiries, name="inquiries"),
    path("<slug:slug>/inquiries/<int:pk>/", inquiries.inquiry, name="inquiry"),
    path("<slug:slug>/<int:year>/overview/", overview.overview, name="overview"),
    path("<slug:slug>/<int:year>/meeting/", overview.meeting, name="meeting"),
    path("<slug:slug>/<int:year>/ask/", inquiries.ask, name="ask"),
    path("<slug:slug>/<int:year>/documents/", organization.documents, name="documents"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>/", documents.preview, name="preview"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>/edit/", documents.edit, name="edit"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>/check/", documents.check, name="check"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>/findings/", findings.check_before, name="check_before"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>.pdf", documents.download, name="download"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>.docx", documents.download_word, name="word"),
]
