"""Django's LOGGING: JSON to standard output, where the supervisor reads it. No mail to admins."""

import os
from typing import Any

from beside.kernel.serve import pulse


def settings() -> dict[str, Any]:
    """Everything below the supervisor, who keeps the file; a command says only what is wrong."""
    level = "INFO" if pulse.PIPE in os.environ else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "beside.kernel.logs.lines.JsonLines"}},
        "filters": {"route": {"()": "beside.kernel.logs.requests.RouteNotPath"}},
        "handlers": {
            "out": {"class": "logging.StreamHandler", "formatter": "json"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django.request": {"filters": ["route"]},
            # Their messages quote the path or the query, which can say where somebody is.
            "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
            "django.server": {"handlers": ["nowhere"], "propagate": False},
            "uvicorn.access": {"handlers": ["nowhere"], "propagate": False},
            "uvicorn": {"level": "WARNING"},
            "asyncio": {"level": "WARNING"},
        },
    }
