from django.urls import path

from reports import pages, views

app_name = "reports"
urlpatterns = [
    path("<slug:slug>/", pages.organization, name="organization"),
    path("<slug:slug>/<int:year>/documents/", pages.documents, name="documents"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>/", views.preview, name="preview"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>/edit/", views.edit, name="edit"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>/check/", views.check, name="check"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>.pdf", views.download, name="download"),
    path("<slug:slug>/<int:year>/documents/<slug:kind>.docx", views.download_word, name="word"),
]
