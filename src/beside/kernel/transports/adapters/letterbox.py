"""Mail into a folder: for a demonstration, or a machine that is not to reach anybody."""

import os
from dataclasses import dataclass
from pathlib import Path

from beside.kernel.transports.adapters.smtp import composed
from beside.kernel.transports.messages import Mail, Sent, Unavailable


@dataclass(frozen=True)
class Letterbox:
    folder: Path
    sender: str
    name: str = "letterbox"

    def send(self, message: Mail, *, key: str) -> Sent:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self.folder / f"{key}.eml"
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
            ) as file:
                file.write(bytes(composed(message, self.sender, key)))
        except OSError as error:
            raise Unavailable(type(error).__name__) from None
        return Sent(self.name, path.name)
