"""Organizations and what hangs on them."""

from django.db import models

from beside.directory.models.base import Record, Visibility, text


class Organization(Record):
    """One that provides services: listed, whether or not it works with the coalition."""

    name = models.TextField(db_index=True)
    alternate_name = text()
    description = text()
    email = text()
    website = text()
    tax_status = text()
    tax_id = text()
    year_incorporated = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_status = text()
    logo = text()
    uri = text()
    parent_organization = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    visibility = models.CharField(
        max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC, db_index=True
    )
    partner = models.ForeignKey(
        "partners.Partner",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="listed_as",
    )


class Program(Record):
    """A programme of an organization, under which services are offered."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="programs"
    )
    name = models.TextField()
    alternate_name = text()
    description = text()


class OrganizationIdentifier(Record):
    """A number by which some register knows the organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="organization_identifiers"
    )
    identifier_scheme = text()
    identifier_type = text()
    identifier = models.TextField()


class Funding(Record):
    """Where the money for an organization or a service comes from."""

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="funding"
    )
    service = models.ForeignKey(
        "directory.Service",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="funding",
    )
    source_of_funds = models.TextField(blank=True, default="")


class Url(Record):
    """A further web address of an organization or a service (HSDS 3.1)."""

    label = text()
    url = models.TextField()
    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="additional_websites",
    )
    service = models.ForeignKey(
        "directory.Service",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="additional_urls",
    )
