"""Kentucky, southern Ohio and southern Indiana, from four federal lists."""

from datetime import datetime
from importlib import resources

from beside.directory.imports import batches, files, fitting
from beside.directory.imports.batches import Choices, ListOf
from beside.directory.models import Mapping, Source
from beside.directory.starting import terms
from beside.directory.starting.mappings import shipped

LISTS = {
    "samhsa_treatment_2020.csv.gz": "SAMHSA substance use treatment facilities",
    "samhsa_otp_2021.csv.gz": "SAMHSA opioid treatment programs",
    "hrsa_health_centers_2020.csv.gz": "HRSA health center sites",
    "hospitals_2020.csv.gz": "Hospitals (HIFLD)",
}


def fill(at: datetime) -> int:
    """Load what is not there; how many rows it wrote."""
    written = terms.load(at) + ship_mappings(at)
    for file, name in LISTS.items():
        chosen = choices(Mapping.objects.get(name=name))
        if Source.objects.filter(name=chosen.source.name).exists():
            continue
        content = (resources.files("beside.directory.starting") / "region" / file).read_bytes()
        batch = batches.bring_in(files.from_bytes(file, content), chosen, at=at)
        written += batches.totals(batch.counts)["new"]
    return written


def ship_mappings(at: datetime) -> int:
    """Save the shipped mappings as they are now; how many were not there so."""
    written = 0
    for name, columns in shipped().items():
        said = {"columns": columns, "headers": fitting.headers_of(columns)}
        kept, new = Mapping.objects.get_or_create(
            name=name, defaults={**said, "shipped": True, "made_at": at}
        )
        old = kept.shipped and (kept.columns, kept.headers) != tuple(said.values())
        if old:
            Mapping.objects.filter(pk=kept.pk).update(**said)
        written += new or old
    return written


def choices(mapping: Mapping) -> Choices:
    """How a shipped list is imported: faulty rows named and set aside, as the lists are old."""
    return Choices(ListOf(**mapping.columns["source"]), mapping=mapping, set_aside=True)
