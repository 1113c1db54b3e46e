"""Which key store this installation uses: files below HOME, or a key service by its address."""

from functools import cache

from django.conf import settings

from beside.privacy.adapters.files import FileKeyStore
from beside.privacy.ports import KeyStore


@cache
def store() -> KeyStore:
    """The key store: a folder below BESIDE_HOME."""
    return FileKeyStore(settings.HOME / "keys")
