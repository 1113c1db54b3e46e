"""Pages of this room."""

from django.urls import path, re_path

from beside.privacy import views

app_name = "privacy"
urlpatterns = [
    path("what-we-keep/", views.what_we_keep, name="what_we_keep"),
    path("staff/privacy/", views.kept, name="kept"),
    path("staff/privacy/openings/", views.openings, name="openings"),
    re_path(
        r"^staff/privacy/openings\.(?P<kind>csv|xlsx)$", views.export_openings,
        name="export_openings",
    ),
    path("staff/privacy/ask/", views.ask, name="ask"),
]  # fmt: skip
