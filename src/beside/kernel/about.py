"""How the kernel writes down which row something is about, without knowing the room."""

from django.db.models import Model

Subject = Model | tuple[str, object]


def kind_and_id(subject: Subject) -> tuple[str, str]:
    """("supply.parcel", "12") for a row, or the pair as given."""
    if isinstance(subject, Model):
        return subject._meta.label_lower, str(subject.pk)
    kind, identifier = subject
    return kind, str(identifier)


def mark(subject: Subject | str) -> str:
    """ "supply.parcel:12" for a row or a pair; a string stays as it is."""
    if isinstance(subject, str):
        return subject
    return ":".join(kind_and_id(subject))
