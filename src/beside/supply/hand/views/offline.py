"""The page without a signal: kept on the phone, sent once when there is one again."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_POST

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.kernel import clock, house
from beside.supply.hand import asked
from beside.supply.hand.forms import OfflineForm
from beside.supply.hand.views.encounters import asks_of, cap_of, page_of
from beside.supply.services import handing

SCRIPTS = ("supply/hand_queue.js", "supply/hand.js")
STYLES = ("design/public.css", "design/staff.css", "supply/hand.css")
WORKER = "const PAGE=%s,HAND=%s,KEPT=%s;\nimportScripts(%s,%s);\n"


@needs(Permission.LOG_ENCOUNTERS)
def offline(request: HttpRequest) -> HttpResponse:
    """The page that the phone keeps: sites and products, nothing of anybody."""
    user = signed_in_user(request)
    place = asked.chosen(user, request.GET.get("place", ""))
    today = house.today(clock.now())
    form = OfflineForm(
        asks=asks_of(place),
        states=[],
        today=today,
        cap=cap_of(place),
        initial={"nonce": uuid4(), "on_date": today},
    )
    return render(
        request, "supply/hand/offline.html", page=page_of(form, place, user, offline=True)
    )


@needs(Permission.LOG_ENCOUNTERS)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page; it reaches only the pages below its own address."""
    page, hand = reverse("supply:hand_offline"), reverse("supply:hand")
    kept = [page, *map(static, (*STYLES, *SCRIPTS))]
    words = [json.dumps(one) for one in (page, hand, kept)]
    words += [
        json.dumps(static(name)) for name in ("supply/hand_queue.js", "supply/hand_worker.js")
    ]
    answer = HttpResponse(WORKER % tuple(words), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@needs(Permission.LOG_ENCOUNTERS)
@require_POST
def sent(request: HttpRequest) -> HttpResponse:
    """One encounter that waited on a phone. Sent twice, it is kept once."""
    user, at = signed_in_user(request), clock.now()
    place = asked.chosen(user, request.POST.get("place", ""))
    form = OfflineForm(
        request.POST, asks=asks_of(place), states=[], today=house.today(at), cap=cap_of(place)
    )  # fmt: skip
    if place is None or not form.is_valid():
        return JsonResponse({"wrong": _wrong(form)}, status=422)
    kept = handing.keep_encounter(told=form.told(), place=place, by=user, at=at)
    return JsonResponse({"kept": str(kept.pk)})


def _wrong(form: OfflineForm) -> dict[str, Any]:
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}
