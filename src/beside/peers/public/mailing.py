"""By mail: the address is sealed to the packers' key, as every address is. No bag, no link."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from beside.peers.models import Card
from beside.peers.public.forms import More


def first(request: HttpRequest, card: Card, number: int, form: More, at: datetime) -> HttpResponse:
    raise NotImplementedError


def send(request: HttpRequest) -> HttpResponse:
    return redirect("peers:more")
