"""After a call somebody says yes to kits by mail: their own last page leads on to the order.

The line has told `CallEnded` and `WishWasSaid`, and here nobody receives them: the wish is the
person's own, so the link on their page is enough, and no number, place or session travels from
one room to the other. They say where it goes themselves, or pick it up without an address.
By SMS the last text names the keyword (`line.phone.texts`), which begins a talk with supply.
"""

from django.utils.translation import gettext_lazy as _

from beside.line.caller import slots
from beside.supply.mail.forms import CALL

slots.fill(
    "kits", "mail", _("Choose where your kits go"),
    note=_("Free, in a plain envelope, or to pick up. Nothing of this call is in it."),
    url_name="supply:kits", query=f"used={CALL}",
)  # fmt: skip
