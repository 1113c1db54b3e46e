"""What doctor says about the ways of speaking."""

from collections.abc import Iterator
from datetime import datetime

from beside import env
from beside.kernel.doctor import Finding, Needs, check
from beside.kernel.doctor.findings import bad, fine, warn
from beside.kernel.transports import configured
from beside.kernel.transports.messages import Way


@check("ways of speaking", needs=Needs.DJANGO)
def ways(at: datetime) -> Iterator[Finding]:
    for way in Way:
        names = [carrier.name for carrier in configured.carriers(way)]
        if not names:
            yield warn(
                f"No carrier is configured for {way}.",
                "Nothing is sent this way.",
                "docs/deploy.md says which variables to set.",
            )
        elif len(names) == 1:
            yield warn(
                f"Only {names[0]} is configured for {way}.",
                "When it fails there is no second way.",
                "Configure another carrier; docs/deploy.md.",
            )
        else:
            yield fine(f"{way}: {', '.join(names)}.")
    if env.text("BESIDE_TELNYX_KEY") and not env.text("BESIDE_TELNYX_PUBLIC_KEY"):
        yield bad(
            "BESIDE_TELNYX_PUBLIC_KEY is not set.",
            "Every report from Telnyx is refused as forged, STOP included.",
            "Copy the public key from Telnyx's portal.",
        )
