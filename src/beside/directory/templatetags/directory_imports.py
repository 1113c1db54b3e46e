"""Words of the pages of imports and duplicates."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.directory.models import Service

register = template.Library()

REASONS: dict[str, Promise] = {
    "name": _("like names"),
    "phone": _("same phone"),
    "website": _("same website"),
    "street": _("same address"),
    "different_offers": _("different offers"),
}


@register.simple_tag
def likeness_reason(reason: str) -> Promise | str:
    """Why two listings look alike, in words."""
    return REASONS.get(reason, reason)


@register.simple_tag
def places_of(service: Service) -> str:
    """Street and town of every place of a service (prefetched)."""
    said = [
        f"{address.address_1}, {address.city} {address.postal_code}".strip(", ")
        for pair in service.service_at_locations.all()
        for address in pair.location.addresses.all()
    ]
    return "; ".join(said) or "—"
