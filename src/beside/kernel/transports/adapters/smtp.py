"""Mail through any SMTP server."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime

from beside.kernel import clock
from beside.kernel.transports.messages import Mail, Refused, Sent, Unavailable, Unclear

TIMEOUT = 10.0


@dataclass(frozen=True)
class Smtp:
    host: str
    sender: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    with_tls: bool = True
    name: str = "smtp"

    def send(self, message: Mail, *, key: str) -> Sent:
        letter = composed(message, self.sender, key)
        try:
            with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT) as server:
                if self.with_tls:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                self._hand_over(server, letter)
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(type(error).__name__) from None
        return Sent(self.name, str(letter["Message-ID"]))

    def _hand_over(self, server: smtplib.SMTP, letter: EmailMessage) -> None:
        try:
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _judged(max(codes)) from None
        except smtplib.SMTPResponseException as error:
            raise _judged(error.smtp_code) from None
        except (smtplib.SMTPServerDisconnected, TimeoutError):
            raise Unclear("no answer") from None


def composed(message: Mail, sender: str, key: str) -> EmailMessage:
    """The letter, with an id made from `key` so that the second of two is known for what it is."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, message.to, message.subject
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{key}@{sender.rsplit('@', 1)[-1].strip('<> ')}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text)
    return letter


def _judged(code: int) -> Exception:
    """530 to 535 are about our own sign-in, not about the letter."""
    if 500 <= code < 600 and code not in {530, 534, 535, 538}:
        return Refused(f"code {code}")
    return Unavailable(f"code {code}")
