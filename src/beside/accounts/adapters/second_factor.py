"""What allauth asks the house about second factors."""

import base64
import os
from functools import lru_cache

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext

from beside.accounts.models import User

NONCE_BYTES = 12
SAYS = b"beside accounts second factor 1"


class NotReadable(ValueError):
    """The secret was sealed under another BESIDE_SECRET_KEY: reset this person's second factor."""


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=SAYS).derive(secret.encode())


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed at rest; keys are named for people; titles stay neutral."""

    def encrypt(self, text: str) -> str:
        """Seal with AES-256-GCM under a key derived from SECRET_KEY."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), SAYS)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raises NotReadable."""
        try:
            raw = base64.b64decode(encrypted_text, validate=True)
            nonce, sealed = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
            return AESGCM(_key(settings.SECRET_KEY)).decrypt(nonce, sealed, SAYS).decode()
        except (ValueError, InvalidTag) as error:
            raise NotReadable from error

    def get_totp_issuer(self) -> str:
        return str(settings.HOUSE_NAME)

    def _get_site_name(self) -> str:
        return str(settings.HOUSE_NAME)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
