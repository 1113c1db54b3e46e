"""Pages in the coalition's own time, and the one way back after an act."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from beside.design.pages import render
from beside.kernel import house


def draw(request: HttpRequest, template: str, page: Any, *, status: int = 200) -> HttpResponse:
    """Draw a page whose moments are read on the wall of the coalition."""
    with timezone.override(house.zone()):
        return render(request, template, page=page, status=status)


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page the form names as its own, or to `otherwise`."""
    wanted = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if ours and wanted.startswith("/") else otherwise)


def local(moment: datetime) -> datetime:
    return moment.astimezone(house.zone())
