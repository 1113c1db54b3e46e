"""Real arguments for the doors of the caller's pages."""

from beside.kernel import clock
from beside.line import digests
from beside.line.models import Rung
from beside.line.services import opening
from tests.line.shared import HERE
from tests.rules import samples

GOING = "the-link-somebody-got"


@samples.of("line:session")
@samples.of("line:tell")
@samples.of("line:keep")
def _session():
    return {"token": opening.arm_timer(language="en", at=clock.now(), particulars=HERE).token}


@samples.of("line:rung")
def _rung():
    opened = opening.arm_timer(language="en", at=clock.now(), particulars=HERE, chosen=["person"])
    Rung.objects.filter(token_digest=digests.digest_of_token(GOING)).update(token_digest=None)
    first = opened.session.rungs.get(position=1)
    Rung.objects.filter(pk=first.pk).update(token_digest=digests.digest_of_token(GOING))
    return {"token": GOING}
