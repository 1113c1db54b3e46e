"""What else a password must not be, beside short, common or like a name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotOnePieceAgainAndAgain:
    """Refuses `passwordpassword` and `abcabcabcabc`: long, and guessed as quickly as its piece."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError. A text of repeated pieces stands within itself, turned."""
        if password in (password + password)[1:-1]:
            raise ValidationError(self.get_help_text(), code="repeated")

    def get_help_text(self) -> str:
        """What to do instead, for Django's forms."""
        return _("It is one piece again and again. Put other words after it.")
