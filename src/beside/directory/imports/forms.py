"""What a person says when importing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beside.directory.hsds.profile import ADDED
from beside.directory.hsds.tables import tables
from beside.directory.models import Mapping

MOST_BYTES = 60_000_000


class UploadForm(forms.Form):
    """The file, and whose list it is."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, Excel, HSDS JSON, or a zip of HSDS or Ohana tables. At most 60 MB."),
    )
    source = forms.CharField(
        label=_("Whose list is it?"),
        max_length=120,
        help_text=_("Always write the same name for the same list: it keeps listings the same."),
    )
    year = forms.IntegerField(label=_("Of which year?"), required=False, min_value=1990)
    mapping = forms.ModelChoiceField(
        Mapping.objects.order_by("name"),
        label=_("Mapping"),
        required=False,
        empty_label=_("Find out from the columns"),
    )
    day_first = forms.BooleanField(label=_("Dates have the day first (31/1/2026)"), required=False)
    unreliable = forms.BooleanField(
        label=_("Old or unchecked: tell the public not to rely on it"), required=False, initial=True
    )
    set_aside = forms.BooleanField(
        label=_("Leave faulty rows out instead of refusing the whole file"), required=False
    )
    contacts = forms.BooleanField(
        label=_("Bring personal names in too"),
        required=False,
        help_text=_("Names of people stay with staff and are never published."),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to look at."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 60 MB."))
        return file


PARTS = ("organization", "service", "location", "address", "phone")
LEFT_OUT = "-"


def field_choices() -> list[tuple[str, Any]]:
    """Every field a column may become, by part."""
    groups: list[tuple[str, Any]] = [
        ("", _("Keep it beside the listing")),
        (LEFT_OUT, _("Leave it out")),
    ]
    for part in PARTS:
        columns = {**tables()[part].columns, **ADDED.get(part, {})}
        names = [name for name, column in columns.items() if column.kind != "id"]
        groups.append((part, [(f"{part}.{name}", f"{part}: {name}") for name in names]))
    return groups


class MappingForm(forms.Form):
    """One select for each column of the file."""

    name = forms.CharField(label=_("Name of the mapping"), max_length=120)

    def __init__(self, headers: list[str], chosen: dict[str, str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.headers = headers
        for number, header in enumerate(headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header,
                choices=field_choices(),
                required=False,
                initial=chosen.get(header, ""),
            )

    def clean(self) -> dict[str, Any]:
        """A service must have a name, and a field only one column."""
        said = super().clean() or {}
        targets = [said.get(f"column_{number}", "") for number in range(len(self.headers))]
        named = [target for target in targets if target not in {"", LEFT_OUT}]
        if not {"service.name", "organization.name"} & set(named):
            raise forms.ValidationError(_("Choose the column that names the service."))
        if len(named) != len(set(named)):
            raise forms.ValidationError(_("Two columns cannot become the same field."))
        return said

    def document(self) -> dict[str, Any]:
        """The mapping as a document."""
        made: dict[str, Any] = {part: {"fields": {}} for part in PARTS}
        left_out = []
        for number, header in enumerate(self.headers):
            target = self.cleaned_data[f"column_{number}"]
            if target == LEFT_OUT:
                left_out.append(header)
            elif target:
                part, name = target.split(".")
                zip_code = {"column": header, "as": "zip"}
                made[part]["fields"][name] = zip_code if name == "postal_code" else header
        return _completed(made, left_out)


def _completed(made: dict[str, Any], left_out: list[str]) -> dict[str, Any]:
    """Names fall back on each other; ids come from name, street and ZIP."""
    service, organization = made["service"]["fields"], made["organization"]["fields"]
    name = service.get("name") or organization["name"]
    service.setdefault("name", name)
    organization.setdefault("name", name)
    address = made["address"]["fields"]
    key = [name]
    for field in ("address_1", "postal_code"):
        if said := address.get(field):
            key.append(said if isinstance(said, str) else said["column"])
    for part in ("service", "location", "address", "phone"):
        made[part]["id"] = key
    made["organization"]["id"] = [organization["name"]]
    if address:
        address.setdefault("country", {"value": "US"})
        made["location"]["fields"].setdefault("name", name)
    service.setdefault("status", {"value": "active"})
    document = {part: spec for part, spec in made.items() if spec["fields"]}
    return {**document, "leave_out": left_out} if left_out else document
