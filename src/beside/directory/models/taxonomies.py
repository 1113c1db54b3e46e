"""Words from published lists, and the rows that may hang on anything."""

from django.db import models

from beside.directory.models.base import Record, text


class Taxonomy(Record):
    """A published list of terms."""

    name = models.TextField()
    description = text()
    uri = text()
    version = text()


class TaxonomyTerm(Record):
    """One term of a list. `taxonomy` is the list's name as the source gave it."""

    code = models.TextField(blank=True, default="", db_index=True)
    name = models.TextField()
    description = text()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    taxonomy = text()
    taxonomy_detail = models.ForeignKey(
        Taxonomy,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="terms",
        db_column="taxonomy_id",
    )
    language = text()
    term_uri = text()


class Attribute(Record):
    """A term said of any row: `link_entity` names its table, `link_id` the row."""

    link_id = models.UUIDField()
    link_entity = models.TextField()
    taxonomy_term = models.ForeignKey(
        TaxonomyTerm, null=True, blank=True, on_delete=models.CASCADE, related_name="attributes"
    )
    link_type = text()
    value = text()
    label = text()

    class Meta:
        indexes = [models.Index(fields=["link_entity", "link_id"], name="attribute_link")]


class Metadata(Record):
    """What another system says it changed. It may quote what is no longer public: staff only."""

    resource_id = models.UUIDField()
    resource_type = models.TextField()
    last_action_date = text()
    last_action_type = text()
    field_name = text()
    previous_value = text()
    replacement_value = text()
    updated_by = text()

    class Meta:
        indexes = [models.Index(fields=["resource_type", "resource_id"], name="metadata_resource")]


class MetaTableDescription(Record):
    """What a package says of its own tables."""

    name = text()
    language = text()
    character_set = text()
