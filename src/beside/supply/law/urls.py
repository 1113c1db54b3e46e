"""Addresses of the law: for everybody, and for those who keep the table."""

from django.urls import path

from beside.supply.law.views import facts, lists, public, table

TABLE = "staff/supply/law"
ONE = f"{TABLE}/<str:state>/<str:topic>"
urlpatterns = [
    path("law/", public.choose, name="law"),
    path("law/<str:state>/", public.state, name="law_state"),
    path(f"{TABLE}/", table.table, name="law_table"),
    path(f"{TABLE}/law.<str:kind>", table.table_file, name="law_file"),
    path(f"{TABLE}/import/", lists.bring, name="law_import"),
    path(f"{TABLE}/import/undo/<uuid:batch>/", lists.undo_list, name="law_undo_list"),
    path(f"{ONE}/", facts.fact, name="law_fact"),
    path(f"{ONE}/edit/", facts.edit, name="law_edit"),
    path(f"{ONE}/verify/", facts.verify, name="law_verify"),
    path(f"{ONE}/withdraw/", facts.withdraw, name="law_withdraw"),
    path(f"{ONE}/undo/<int:number>/", facts.undo, name="law_undo"),
]
