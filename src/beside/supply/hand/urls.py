"""Addresses of hand-overs. All are staff pages."""

from django.urls import path

from beside.supply.hand.views import encounters, numbers, offline, sheets

HAND = "staff/supply/hand"
urlpatterns = [
    path(f"{HAND}/", encounters.hand, name="hand"),
    path(f"{HAND}/<uuid:encounter_id>/undo/", encounters.undo, name="hand_undo"),
    path(f"{HAND}/sheet/", sheets.sheet, name="hand_sheet"),
    path(f"{HAND}/sheet/empty.<str:kind>", sheets.empty, name="hand_sheet_empty"),
    path(f"{HAND}/paper/", sheets.paper, name="hand_paper"),
    path(f"{HAND}/offline/", offline.offline, name="hand_offline"),
    path(f"{HAND}/worker.js", offline.worker, name="hand_worker"),
    path(f"{HAND}/sent/", offline.sent, name="hand_sent"),
    path("staff/supply/handed/", numbers.handed, name="hand_figures"),
    path("staff/supply/handed/handed.<str:kind>", numbers.handed_file, name="hand_figures_file"),
    path("staff/supply/handed/asked.<str:kind>", numbers.asked_file, name="hand_asked_file"),
    path("staff/supply/handed/forget/<uuid:program_id>/", numbers.forget, name="hand_forget"),
]
