"""Real arguments for the doors of kits by mail."""

from beside.kernel import clock
from beside.supply.models import PackingKey, Parcel
from tests.rules import samples
from tests.supply import shared
from tests.supply.mail import shared as mail


def _program():
    return mail.mailing()[0] if not PackingKey.objects.exists() else shared.program()


def _batched():
    """A request in a batch, with its packer."""
    program, at = _program(), clock.now()
    shared.stocked(40, lot="S1")
    request = mail.ask(program, at=at)
    by = mail.packer(program)
    return mail.batch_of(request, by=by, at=at).batch, request


@samples.of("supply:kits_receipt")
def _receipt():
    return {"token": mail.place(_program(), at=clock.now()).token}


@samples.of("supply:batch")
@samples.of("supply:labels")
@samples.of("supply:papers")
def _batch():
    return {"batch_id": _batched()[0].pk}


@samples.of("supply:parcel")
def _parcel():
    return {"parcel_id": Parcel.objects.get(request=_batched()[1]).pk}


@samples.of("supply:request_more")
@samples.of("supply:request_sent")
@samples.of("supply:request_unsay")
@samples.of("supply:hand_back")
def _request():
    return {"request_id": mail.ask(_program(), at=clock.now()).pk}


@samples.of("supply:make_key")
def _key_of_program():
    return {"program_id": _program().pk}


@samples.of("supply:key")
def _key():
    _program()
    return {"key_id": PackingKey.objects.first().pk}
