"""Mail through an HTTP API of Postmark's form."""

from dataclasses import dataclass, field

from beside.kernel.transports.adapters.http import post_json
from beside.kernel.transports.messages import Mail, Refused, Sent, Unclear


@dataclass(frozen=True)
class Postmark:
    token: str = field(repr=False)
    sender: str
    url: str = "https://api.postmarkapp.com"
    name: str = "postmark"

    def send(self, message: Mail, *, key: str) -> Sent:
        letter = {
            "From": self.sender,
            "To": message.to,
            "Subject": message.subject,
            "TextBody": message.text,
            "MessageStream": "outbound",
            "TrackOpens": False,
            "TrackLinks": "None",
            "Metadata": {"key": key},
        }
        answer = post_json(f"{self.url}/email", letter, {"X-Postmark-Server-Token": self.token})
        if answer.body.get("ErrorCode"):
            raise Refused(f"error {answer.body['ErrorCode']}")
        if "MessageID" not in answer.body:
            raise Unclear("no id in the answer")
        return Sent(self.name, str(answer.body["MessageID"]))
