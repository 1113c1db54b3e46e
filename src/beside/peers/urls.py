"""Addresses of peers. Public ones are short and say nothing."""

from django.urls import path

from beside.peers.desk import views as desk
from beside.peers.desk.views import money, noticed, papers, reach, terms, waiting
from beside.peers.public import mailing
from beside.peers.public import views as public

app_name = "peers"
PEERS = "staff/peers"
urlpatterns = [
    path("more/", public.more, name="more"),
    path("more/ask/", public.ask, name="ask"),
    path("more/send/", mailing.send, name="send"),
    path("more/tell/", public.tell, name="tell"),
    path("more/noticed/", public.notice, name="notice"),
    path("more/show/", public.show, name="show"),
    path("more/show/sheet/", papers.sheet, name="show_sheet"),
    path("more/end/", public.end, name="end"),
    path("more/b/<str:nonce>/", public.bag, name="bag"),
    path("more/<str:words>/", public.by_link, name="by_link"),
    path(f"{PEERS}/", desk.desk, name="desk"),
    path(f"{PEERS}/undo/<str:signed>/", desk.undo, name="undo"),
    path(f"{PEERS}/told/", desk.told, name="desk_told"),
    path(f"{PEERS}/card/", desk.card, name="card"),
    path(f"{PEERS}/cards/", papers.new_cards, name="new_cards"),
    path(f"{PEERS}/cards/end/<uuid:program_id>/", terms.end_all, name="end_all"),
    path(f"{PEERS}/waiting/", waiting.waiting, name="waiting"),
    path(f"{PEERS}/waiting/<uuid:bag_id>/<slug:act>/", waiting.act, name="bag_act"),
    path(f"{PEERS}/noticed/", noticed.noticed, name="noticed"),
    path(f"{PEERS}/noticed/<uuid:notice_id>/", noticed.one, name="noticed_one"),
    path(f"{PEERS}/money/", money.money, name="money"),
    path(f"{PEERS}/money/<uuid:fund_id>/<slug:act>/", money.act, name="fund_act"),
    path(f"{PEERS}/terms/", terms.terms, name="terms"),
    path(f"{PEERS}/terms/<uuid:program_id>/", terms.of_program, name="program_terms"),
    path(f"{PEERS}/terms/<uuid:program_id>/point/", terms.add_point, name="add_point"),
    path(f"{PEERS}/terms/points/<uuid:point_id>/", terms.point, name="point"),
    path(f"{PEERS}/reach/", reach.reach, name="reach"),
    path(f"{PEERS}/reach/reach.<str:kind>", reach.export, name="reach_file"),
]
