"""The only way a view gets a request: by its private link, or scoped to a packer's programs."""

from uuid import UUID

from django.db.models import QuerySet

from beside.accounts.models import User
from beside.supply.access import only, scoped
from beside.supply.mail.digests import NONCE, digest_of_token
from beside.supply.models import Batch, PackingKey, Parcel, Request


def by_token(token: str) -> Request | None:
    """The request of this link, or nothing."""
    if not NONCE.fullmatch(token):
        return None
    found = Request.objects.select_related("program", "site", "shelf")
    return found.filter(token_digest=digest_of_token(token)).first()


def requests_of(user: User) -> QuerySet[Request]:
    """The requests of the programs somebody works for."""
    found = Request.objects.select_related("program", "site", "shelf", "key")
    return scoped(found, user)


def request_for(user: User, request_id: UUID) -> Request:
    """One of them. Raises NotYours."""
    return only(requests_of(user), request_id)


def batch_for(user: User, batch_id: UUID) -> Batch:
    """A batch of their programs. Raises NotYours."""
    return only(scoped(Batch.objects.select_related("program", "shelf", "by"), user), batch_id)


def parcel_for(user: User, parcel_id: int) -> Parcel:
    """A parcel of their programs. Raises NotYours."""
    found = Parcel.objects.select_related(
        "batch__shelf", "batch__program", "request__program", "request__shelf", "request__site"
    )
    return only(scoped(found, user, through="batch__program"), parcel_id)


def key_for(user: User, key_id: UUID) -> PackingKey:
    """A packing key of their programs. Raises NotYours."""
    return only(scoped(PackingKey.objects.select_related("program"), user), key_id)
