"""Addresses of the rota, the figures and the line's settings. All but one are staff pages."""

from django.urls import path

from beside.line.rota.views import mine, numbers, people, settings, weeks

ROTA, SET = "staff/line/rota", "staff/line/settings"
urlpatterns = [
    path(f"{ROTA}/", weeks.rota, name="rota"),
    path(f"{ROTA}/rota.<str:kind>", weeks.rota_file, name="rota_file"),
    path(f"{ROTA}/import/", weeks.rota_import, name="rota_import"),
    path(f"{ROTA}/mine/", mine.my_shifts, name="my_shifts"),
    path(f"{ROTA}/calendar/", mine.calendar_link, name="calendar_link"),
    path(f"{ROTA}/calendar/<str:token>.ics", mine.calendar, name="calendar"),
    path(f"{ROTA}/shifts/<int:shift_id>/swap/", mine.ask_swap, name="ask_swap"),
    path(f"{ROTA}/shifts/<int:shift_id>/<str:act>/", mine.shift_act, name="shift_act"),
    path(f"{ROTA}/weeks/<int:pattern_id>/<str:act>/", mine.pattern_act, name="pattern_act"),
    path(f"{ROTA}/swaps/<int:swap_id>/<str:act>/", mine.swap_act, name="swap_act"),
    path("staff/line/staffing/", numbers.staffing_page, name="staffing"),
    path("staff/line/figures/", numbers.figures_page, name="figures"),
    path("staff/line/figures/figures.<str:kind>", numbers.figures_file, name="figures_file"),
    path("staff/line/my-phone/", people.my_phone, name="my_phone"),
    path(f"{SET}/", settings.rhythm, name="rhythm"),
    path(f"{SET}/keeping/", settings.keeping, name="keeping"),
    path(f"{SET}/undo/<str:what>/<str:kept>/", settings.undo_setting, name="undo_setting"),
    path(f"{SET}/lines/", settings.elsewhere, name="elsewhere"),
    path(f"{SET}/lines/<int:elsewhere_id>/<str:act>/", settings.elsewhere_act,
         name="elsewhere_act"),
    path(f"{SET}/responders/", people.responders, name="responders"),
    path(f"{SET}/responders/<int:responder_id>/", people.responder, name="responder"),
    path(f"{SET}/responders/<int:responder_id>/<str:act>/", people.responder_act,
         name="responder_act"),
    path(f"{SET}/operators/", people.operators, name="operators"),
    path(f"{SET}/operators/<uuid:user_id>/", people.operator, name="operator"),
]  # fmt: skip
