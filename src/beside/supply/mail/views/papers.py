"""What is printed: labels that the packer's browser fills in, and papers without an address."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from beside.accounts.access import needs, signed_in_user
from beside.accounts.core.roles import Permission
from beside.accounts.models import User
from beside.design.pages import render
from beside.kernel import clock, record, word_codes
from beside.privacy import vault
from beside.supply.core import sealed
from beside.supply.core.request import State
from beside.supply.mail import access, queries
from beside.supply.mail.staff_pages import LabelsPage, Paper, PapersPage, Row
from beside.supply.models import Batch, KeyCopy, Parcel

SIZES = {"10": 10, "30": 30, "roll": 1, "envelope": 1}  # labels on a sheet
OPEN_FOR_LABELS = (State.SET_ASIDE, State.PACKED)
PACK = Permission.PACK_PARCELS


@needs(PACK)
def labels(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Sealed addresses of one batch, and this packer's wrapped keys: opened in the browser only."""
    user = signed_in_user(request)
    batch = access.batch_for(user, batch_id)
    parcels = [one for one in queries.parcels_of(batch) if one.request.state in OPEN_FOR_LABELS]
    posted = [one for one in parcels if one.request.is_posted]
    sealed_for, gone = _envelopes(posted, user)
    keys = {one.request.key_id for one in posted}
    copies = KeyCopy.objects.filter(user=user, key__in=keys)
    known = [
        {"key": str(one.key_id), "wrapped": one.wrapped}
        for one in copies
        if not one.wrapped.get("once")
    ]
    size = request.GET.get("size", "10")
    start = request.GET.get("start", "1")
    page = LabelsPage(
        batch, size if size in SIZES else "10", int(start) if start.isdecimal() else 1,
        sealed_for, known, gone, len(keys) - len(known),
    )  # fmt: skip
    answer = render(request, "supply/mail/labels.html", page=page)
    add_never_cache_headers(answer)
    return answer


def _envelopes(parcels: list[Parcel], user: User) -> tuple[list[dict[str, object]], list[str]]:
    """Each parcel's ciphertext; and the numbers of those whose address is destroyed."""
    at, found, gone = clock.now(), [], []
    for one in parcels:
        number = f"{one.batch.number}-{one.position}"
        rx = any(line.product.is_prescription for line in one.request.lines.all())
        try:
            if one.request.address_id is None:
                raise vault.Destroyed
            blob = vault.open(one.request.address_id, by=user, purpose="supply.pack", at=at)
        except vault.Destroyed:
            gone.append(number)
            continue
        found.append({"number": number, "key": str(one.request.key_id), "rx": rx,
                      "sealed": sealed.as_text(blob)})  # fmt: skip
    if found:
        record.act("labels_opened", on=parcels[0].batch, by=user, at=at,
                   detail={"count": len(found)})  # fmt: skip
    return found, gone


@needs(PACK)
def papers(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """For each parcel a slip, a card for a note by hand, and the safety insert."""
    user = signed_in_user(request)
    batch = access.batch_for(user, batch_id)
    page = PapersPage(batch, _papers(batch), settings.SITE_ADDRESS.rstrip("/"))
    return render(request, "supply/mail/papers.html", page=page)


def _papers(batch: Batch) -> list[Paper]:
    at, found = clock.now(), []
    for one in queries.parcels_of(batch):
        if one.request.state not in OPEN_FOR_LABELS:
            continue
        language = one.request.language if one.request.language in ("en", "es") else "en"
        row = Row(one.request, at, language, one)
        code = one.request.code
        words = "" if code is None else word_codes.say(code, language)
        found.append(Paper(row, language, row.what, words))
    return found
