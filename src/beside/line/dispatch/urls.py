"""Addresses of whom to call, and of the sheet."""

from django.urls import path

from beside.line.dispatch.views import centers, importing, sheets

CALL = "staff/line/calls/<uuid:session_id>"
urlpatterns = [
    path("staff/line/centers/", centers.center_list, name="centers"),
    path("staff/line/centers/new/", centers.add, name="add_center"),
    path("staff/line/centers/import/", importing.import_list, name="import_centers"),
    path("staff/line/centers/centers.<str:kind>", centers.export, name="export_centers"),
    path("staff/line/centers/relay/", centers.relay, name="relay"),
    path("staff/line/centers/<uuid:psap_id>/", centers.center, name="center"),
    path("staff/line/centers/<uuid:psap_id>/tested/", centers.tested, name="center_tested"),
    path("staff/line/centers/<uuid:psap_id>/remove/", centers.remove, name="remove_center"),
    path(f"{CALL}/sheet/", sheets.sheet, name="sheet"),
    path(f"{CALL}/place/", sheets.place, name="place"),
    path(f"{CALL}/place/<int:attempt_id>/", sheets.answered, name="place_answered"),
]
