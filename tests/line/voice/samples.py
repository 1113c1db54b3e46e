"""Real arguments for the doors of voice."""

from beside.kernel import clock
from tests.line.shared import waiting
from tests.rules import samples


@samples.of("line:operator_signal")
def _operator_signal():
    return {"session_id": waiting(clock.now(), way="browser").pk}


@samples.of("line:caller_signal")
def _caller_signal():
    from beside.line.services import opening

    at = clock.now()
    return {"token": opening.open_session(way="browser", language="en", at=at).token}
