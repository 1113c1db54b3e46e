"""The list of partners, and taking it away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from beside.accounts import export as exporting
from beside.accounts.access import needs, signed_in, signed_in_user
from beside.accounts.core.roles import Permission
from beside.design.pages import render
from beside.design.paging import Paging
from beside.kernel import clock
from beside.partners import access, queries
from beside.partners.forms import Filter
from beside.partners.models import Partner
from beside.partners.services import keeping
from beside.partners.views.pages import ListPage, Row, row_of

HEADER = ("Name", "Kind", "Counties", "Since", "Until", "Contact", "Contact’s email")


@signed_in
def partner_list(request: HttpRequest) -> HttpResponse:
    """The partners one may reach: all of them for staff, their own for members."""
    user, on = signed_in_user(request), access.today()
    chosen = Filter(request.GET)
    reachable = access.scoped(Partner.objects.all(), user, through="")
    found = queries.asked_for(reachable, chosen.asked(), on)
    paging = Paging.read(request.GET, total=found.count())
    page = ListPage(
        chosen,
        [row_of(partner, on) for partner in found[paging.start : paging.stop]],
        paging,
        request.GET.urlencode(),
        user.has_permission(Permission.MANAGE_PARTNERS),
    )
    return render(request, "partners/list.html", page=page)


@needs(Permission.VIEW_PARTNERS)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file."""
    user, on = signed_in_user(request), access.today()
    found = queries.asked_for(Partner.objects.all(), Filter(request.GET).asked(), on)
    rows = [row_of(partner, on) for partner in found]
    try:
        header = [gettext(word) for word in HEADER]
        answer = exporting.table(kind, "partners", header, (_cells(row) for row in rows))
    except exporting.NoSuchFormat as error:
        raise Http404 from error
    keeping.note_export(count=len(rows), by=user, at=clock.now())
    return answer


def _cells(row: Row) -> list[str]:
    """As the import reads them back: the kind by its slug, counties by name."""
    partner, contacts = row.partner, [member.user for member in row.contacts]
    return [
        partner.name,
        partner.kind,
        "; ".join(row.counties),
        partner.since_date.isoformat(),
        partner.until_date.isoformat() if partner.until_date else "",
        "; ".join(user.name for user in contacts),
        "; ".join(user.email for user in contacts),
    ]
