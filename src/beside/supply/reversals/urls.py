"""Addresses of reports of use: the public ones short and neutral."""

from django.urls import path

from beside.supply.reversals.views import numbers, public, staff

STAFF = "staff/supply/reversals"
urlpatterns = [
    path("kits/used/", public.used, name="used"),
    path("kits/used/thanks/<str:signed>/", public.thanks, name="used_thanks"),
    path("kits/used/<str:token>/", public.used_of, name="used_of"),
    path(f"{STAFF}/", staff.reversals, name="reversals"),
    path(f"{STAFF}/new/", staff.new, name="reversal_new"),
    path(f"{STAFF}/<uuid:reversal_id>/undo/", staff.undo, name="reversal_undo"),
    path(f"{STAFF}/calls/", staff.calls, name="calls"),
    path(f"{STAFF}/calls/<uuid:reversal_id>/number/", staff.number, name="call_number"),
    path(f"{STAFF}/calls/<uuid:reversal_id>/done/", staff.called, name="call_done"),
    path(f"{STAFF}/export/", numbers.exports, name="used_exports"),
    path(f"{STAFF}/export/<uuid:program_id>/<str:style>.<str:kind>", numbers.export_file,
         name="used_export"),
    path("staff/supply/used/", numbers.used, name="used_figures"),
    path("staff/supply/used/used.<str:kind>", numbers.used_file, name="used_figures_file"),
]  # fmt: skip
