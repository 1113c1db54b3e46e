"""Which key store this installation uses: files below HOME, or a key service by its address."""

from functools import cache

from django.conf import settings

from beside import env
from beside.privacy.adapters.files import FileKeyStore
from beside.privacy.adapters.transit import TransitKeyStore
from beside.privacy.ports import KeyStore


@cache
def store() -> KeyStore:
    """The key store.

    BESIDE_KEY_SERVICE names a transit engine (https://host:8200/transit), with its token in
    BESIDE_KEY_SERVICE_TOKEN or the file BESIDE_KEY_SERVICE_TOKEN_FILE. Without it, keys are
    files in `keys` below BESIDE_HOME.
    """
    if address := env.text("BESIDE_KEY_SERVICE"):
        return TransitKeyStore(address, env.text("BESIDE_KEY_SERVICE_TOKEN"))
    return FileKeyStore(settings.HOME / "keys")
