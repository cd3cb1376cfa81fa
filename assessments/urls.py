from django.urls import path

from assessments.views import arithmetic, confirmation, entry, frameworks, history, results

app_name = "assessments"
urlpatterns = [
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/<int:year>/", frameworks.framework, name="framework"),
    path("frameworks/<int:year>/copy/", frameworks.copy_framework, name="copy_framework"),
    path("frameworks/<int:year>/weights/", frameworks.weights, name="weights"),
    path("frameworks/<int:year>/<str:kind>/<int:pk>/correct/", frameworks.correct, name="correct"),
    path("<slug:slug>/<int:year>/", results.assessment, name="assessment"),
    path("<slug:slug>/<int:year>/scores/", entry.scores, name="scores"),
    path("<slug:slug>/<int:year>/scores/start/", entry.start_assessment, name="start_assessment"),
    path("<slug:slug>/<int:year>/confirm/", confirmation.confirm_assessment, name="confirm_assessment"),
    path("<slug:slug>/<int:year>/reopen/", confirmation.reopen_assessment, name="reopen_assessment"),
    path("<slug:slug>/<int:year>/history/", history.history, name="history"),
    path("<slug:slug>/<int:year>/arithmetic/", arithmetic.arithmetic, name="arithmetic"),
    path("<slug:slug>/<int:year>/indicators/<int:number>/", results.indicator, name="indicator"),
]
