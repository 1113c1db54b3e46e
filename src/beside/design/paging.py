"""A long list, one page at a time."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict


@dataclass(frozen=True)
class Paging:
    """Where one page stands among all. `number` starts at 1; nought `total` is one empty page."""

    number: int
    per_page: int
    total: int
    query: str = ""
    key: str = "page"

    @classmethod
    def read(cls, asked: QueryDict, *, total: int, per_page: int = 50, key: str = "page") -> Self:
        """From an address: what cannot be read is page 1, what is beyond the end is the last."""
        raw = asked.get(key, "1")
        number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 1
        last = max(1, -(-total // per_page))
        kept = asked.copy()
        kept.pop(key, None)
        return cls(min(max(number, 1), last), per_page, total, kept.urlencode(), key)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def start(self) -> int:
        """How many come before this page: a slice's lower end."""
        return (self.number - 1) * self.per_page

    @property
    def stop(self) -> int:
        """A slice's upper end."""
        return min(self.start + self.per_page, self.total)

    @property
    def first(self) -> int:
        """The first one shown, counted from 1; 0 when there are none."""
        return self.start + 1 if self.total else 0

    def url(self, number: int) -> str:
        """The address of another page, filters kept."""
        own = f"{self.key}={number}"
        return f"?{self.query}&{own}" if self.query else f"?{own}"

    @property
    def previous_url(self) -> str:
        return self.url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(self.number + 1) if self.number < self.pages else ""
