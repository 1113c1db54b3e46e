"""Addresses of the planners' pages. All of them are staff pages."""

from django.urls import path

from beside.supply.need.views import (
    allotting,
    far,
    placing,
    plans,
    saturation,
    saying,
    supposing,
    tables,
)

S = "staff/supply/need"
A, P = f"{S}/allocation", f"{S}/placement"
urlpatterns = [
    path(f"{S}/", saturation.need, name="need"),
    path(f"{S}/need.<str:kind>", saturation.need_file, name="need_file"),
    path(f"{S}/numbers/", saying.numbers_list, name="need_numbers"),
    path(f"{S}/numbers/<slug:name>/", saying.number, name="need_number"),
    path(f"{S}/numbers/<slug:name>/back/", saying.number_back, name="need_number_back"),
    path(f"{A}/", allotting.allocation, name="need_allocation"),
    path(f"{A}/keep/", allotting.keep, name="need_allocation_keep"),
    path(f"{A}/tables/", tables.table_new, name="need_table_new"),
    path(f"{A}/tables/places.<str:kind>", tables.table_empty, name="need_table_empty"),
    path(f"{A}/tables/<uuid:table_id>/drop/", tables.table_drop, name="need_table_drop"),
    path(f"{A}/<uuid:plan_id>/", plans.plan, name="need_plan"),
    path(f"{A}/<uuid:plan_id>/paper/", plans.plan_paper, name="need_plan_paper"),
    path(f"{A}/<uuid:plan_id>/plan.<str:kind>", plans.plan_file, name="need_plan_file"),
    path(f"{A}/<uuid:plan_id>/<slug:act>/", plans.plan_act, name="need_plan_act"),
    path(f"{P}/", placing.searches, name="need_placements"),
    path(f"{P}/<slug:what>.<str:kind>", placing.spots_empty, name="need_spots_empty"),
    path(f"{P}/<uuid:placement_id>/", placing.placement, name="need_placement"),
    path(f"{P}/<uuid:placement_id>/placement.<str:kind>", placing.placement_file,
         name="need_placement_file"),
    path(f"{P}/<uuid:placement_id>/<slug:act>/", placing.placement_act,
         name="need_placement_act"),
    path(f"{S}/gaps/", far.gaps, name="need_gaps"),
    path(f"{S}/gaps.<str:kind>", far.gaps_file, name="need_gaps_file"),
    path(f"{S}/what-if/", supposing.what_if, name="need_what_if"),
]  # fmt: skip
