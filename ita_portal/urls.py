"""The addresses of the portal: its own pages first, then those that start with an organisation's slug."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, register_converter

from ita_portal.address_parts import BuddhistYear
from ita_portal.health import healthz, livez
from organizations.admin import portal_admin
from organizations.views import login

register_converter(BuddhistYear, "year")  # before the apps' addresses are read below

# Public, so that leaving after the session has ended leads to the login page and not back to a POST.
logout = login_not_required(auth_views.LogoutView.as_view())

urlpatterns = [
    path("livez", livez, name="livez"),
    path("healthz", healthz, name="healthz"),
    path("login/", login.login, name="login"),
    path("login/code/", login.login_code, name="login_code"),
    path("login/forgotten/", login.forgotten_password, name="forgotten_password"),
    path("login/password/<str:uid>/<str:token>/", login.set_password, name="set_password"),
    path("logout/", logout, name="logout"),
    path("admin/", portal_admin.urls),
    path("", include("organizations.urls")),
    path("", include("assessments.urls")),
    path("", include("measures.urls")),
    path("", include("reports.urls")),
]
