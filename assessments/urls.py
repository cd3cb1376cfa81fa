from django.urls import path

from assessments import views

app_name = "assessments"
urlpatterns = [
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/<int:year>/", views.framework, name="framework"),
    path("frameworks/<int:year>/copy/", views.copy_framework, name="copy_framework"),
    path("frameworks/<int:year>/weights/", views.weights, name="weights"),
    path("frameworks/<int:year>/<str:kind>/<int:pk>/correct/", views.correct, name="correct"),
    path("<slug:slug>/<int:year>/", views.assessment, name="assessment"),
    path("<slug:slug>/<int:year>/indicators/<int:number>/", views.indicator, name="indicator"),
]
