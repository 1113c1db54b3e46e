"""The directory's nouns: HSDS tables, field for field, and what we add to them."""

from beside.directory.models.base import Record, Source, Visibility
from beside.directory.models.edits import Edit, SavedFilter
from beside.directory.models.imports import Batch, Change, Made, Mapping, Suggestion
from beside.directory.models.organizations import (
    Funding,
    Organization,
    OrganizationIdentifier,
    Program,
    Url,
)
from beside.directory.models.places import Accessibility, Address, Location, ServiceAtLocation
from beside.directory.models.reach import Contact, Language, Phone, Schedule
from beside.directory.models.services import (
    CostOption,
    RequiredDocument,
    Service,
    ServiceArea,
    ServiceCapacity,
    Unit,
)
from beside.directory.models.taxonomies import (
    Attribute,
    Metadata,
    MetaTableDescription,
    Taxonomy,
    TaxonomyTerm,
)
from beside.directory.models.truth import Report, Touch, Verification

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Batch",
    "Change",
    "Contact",
    "CostOption",
    "Edit",
    "Funding",
    "Language",
    "Location",
    "Made",
    "Mapping",
    "MetaTableDescription",
    "Metadata",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Program",
    "Record",
    "Report",
    "RequiredDocument",
    "SavedFilter",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "Source",
    "Suggestion",
    "Taxonomy",
    "TaxonomyTerm",
    "Touch",
    "Unit",
    "Url",
    "Verification",
    "Visibility",
]
