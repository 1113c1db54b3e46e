"""schemathesis attacks the HSDS API from its own description, within a bound."""

import contextlib
import io
import json
from typing import Any

from benchmarks import throwaway
from benchmarks.show import Result, alone

HEADERS = {"Host": "localhost", "Accept-Encoding": "identity"}  # it cannot read brotli
BAR = "no server error; every answer as described"


def run(quick: bool) -> Result:
    """Calls through WSGI, no socket: some examples for each operation."""
    with throwaway.house(durable=False, rooms=("kernel", "directory")):
        from beside.directory import starting
        from beside.kernel import clock

        starting.fill(clock.now())
        calls, found = _attack(8 if quick else 60)
    for fault in found[:10]:
        print(f"      {fault}")
    return Result("9", f"{calls} calls, {len(found)} failures", BAR, not found)


def _attack(examples: int) -> tuple[int, list[str]]:
    import schemathesis
    from django.test import Client
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from beside.web.wsgi import application

    document: dict[str, Any] = json.loads(
        Client(headers={"host": "localhost"}).get("/hsds/openapi.json").content
    )
    document["servers"] = [{"url": "http://localhost/hsds"}]
    schema = schemathesis.openapi.from_dict(document)
    schema.app = application
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    calls, found = 0, []
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        @given(case=operation.as_strategy())
        def once(case: Any) -> None:
            nonlocal calls
            calls += 1
            case.call_and_validate(checks=checks, headers=HEADERS)

        try:
            with contextlib.redirect_stdout(io.StringIO()):
                once()
        except Exception as error:
            found.append(f"{operation.label}: {str(error)[:300]!r}")
    return calls, found


if __name__ == "__main__":
    alone(run)
