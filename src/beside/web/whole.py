"""All the code that web processes and workers run, read by being imported: for the nursery.

Read, not built: an application notes, when it is built, which files it will serve, and those
may be gathered after the nursery began.
"""

from importlib import import_module

import django
from django.conf import settings

django.setup()

BESIDES = (
    "beside.kernel.worker", "beside.kernel.serve.web_process", "beside.web.prepare",
    "beside.web.sockets", "beside.web.starting", "beside.web.threads",
    "django.core.wsgi", "uvicorn.lifespan.on", "uvicorn.loops.auto", "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)  # fmt: skip

for name in (settings.ROOT_URLCONF, *BESIDES):
    import_module(name)
for path in settings.MIDDLEWARE:
    import_module(path.rpartition(".")[0])
