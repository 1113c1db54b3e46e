"""Addresses of requests by mail: the public ones short and neutral."""

from django.urls import path

from beside.supply.mail.views import asking, following

urlpatterns = [
    path("kits/", asking.kits, name="kits"),
    path("kits/order/", asking.order, name="kits_order"),
    path("kits/find/", following.find, name="kits_find"),
    path("kits/r/<str:token>/", following.receipt, name="kits_receipt"),
]
