"""Addresses of requests by mail: the public ones short and neutral."""

from django.urls import path

from beside.supply.mail.views import asking, following, keeping, packing, papers

STAFF = "staff/supply/mail"

urlpatterns = [
    path("kits/", asking.kits, name="kits"),
    path("kits/order/", asking.order, name="kits_order"),
    path("kits/find/", following.find, name="kits_find"),
    path("kits/r/<str:token>/", following.receipt, name="kits_receipt"),
    path(f"{STAFF}/", packing.today, name="packing"),
    path(f"{STAFF}/batches/<uuid:batch_id>/", packing.batch, name="batch"),
    path(f"{STAFF}/batches/<uuid:batch_id>/labels/", papers.labels, name="labels"),
    path(f"{STAFF}/batches/<uuid:batch_id>/papers/", papers.papers, name="papers"),
    path(f"{STAFF}/parcels/<int:parcel_id>/", packing.parcel, name="parcel"),
    path(f"{STAFF}/requests/<uuid:request_id>/", packing.sent, name="request_sent"),
    path(f"{STAFF}/requests/<uuid:request_id>/unsay/", packing.unsay, name="request_unsay"),
    path(f"{STAFF}/requests/<uuid:request_id>/more/", packing.more, name="request_more"),
    path(f"{STAFF}/keys/", keeping.packing_keys, name="keys"),
    path(f"{STAFF}/keys/new/<uuid:program_id>/", keeping.make_key, name="make_key"),
    path(f"{STAFF}/keys/<uuid:key_id>/", keeping.key, name="key"),
    path(f"{STAFF}/pick-ups/", keeping.pick_ups, name="pick_ups"),
    path(f"{STAFF}/pick-ups/<uuid:request_id>/back/", keeping.hand_back, name="hand_back"),
]
