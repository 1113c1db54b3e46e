"""Addresses of truth: one for anyone, the rest for staff."""

from django.urls import path

from beside.directory.truth import views

urlpatterns = [
    path("find/at/<str:key>/wrong/", views.wrong, name="wrong"),
    path("find/at/<str:key>/thanks/", views.wrong_thanks, name="wrong_thanks"),
    path("staff/directory/check/", views.work_list, name="work_list"),
    path("staff/directory/check/<uuid:location_id>/", views.check, name="check"),
    path("staff/directory/checks/<uuid:check_id>/withdraw/", views.withdraw, name="withdraw"),
    path("staff/directory/reports/", views.review, name="review"),
    path("staff/directory/reports/<uuid:report_id>/", views.judge, name="judge"),
]
