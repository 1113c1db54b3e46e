"""One page, the same for everyone."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from beside.design.pages import render
from beside.directory import slots
from beside.directory.slots import Filling
from beside.kernel.doors import public


@dataclass(frozen=True)
class NowPage:
    """What rooms upstairs add: the law here, and what follows afterwards."""

    law: list[Filling]
    after: list[Filling]


@public
def now(request: HttpRequest) -> HttpResponse:
    """What to do in an overdose."""
    page = NowPage(slots.filled("the_law"), slots.filled("after_use"))
    return render(request, "directory/now/now.html", page=page)
