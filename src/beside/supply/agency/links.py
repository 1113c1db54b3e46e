"""The token in an agency's link: made from the row's id and the house's secret, stored nowhere.

So the same link can be sent again, while the table holds its digest only.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from beside.supply.models import Agency, AgencyLink


def token_of(link_id: UUID) -> str:
    """256 bits, as they stand in the address."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"beside.supply.agency", hashlib.sha256)
    return base64.urlsafe_b64encode(hmac.digest(key, link_id.bytes, hashlib.sha256)).decode()[:43]


def digest(token: str) -> bytes:
    """By it the link is found."""
    return hashlib.sha256(token.encode()).digest()


def open_link(agency: Agency) -> AgencyLink | None:
    """The link that opens its page now."""
    return AgencyLink.objects.filter(agency=agency, revoked_at=None).first()


def address(link: AgencyLink, name: str = "supply:agency_page", *more: object) -> str:
    """The full address behind a link, in the language of the agency."""
    with translation.override(link.agency.language):
        path = reverse(name, args=[token_of(link.pk), *more])
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"
