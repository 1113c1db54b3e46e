"""Two free lists of terms: Open Eligibility (CC BY-SA) and SAMHSA service codes (public domain)."""

import json
from datetime import datetime
from importlib import resources
from typing import Any
from uuid import UUID

from beside.directory.imports.package import stable_id
from beside.directory.models import Taxonomy, TaxonomyTerm

OPEN_ELIGIBILITY = "Open Eligibility"
SAMHSA = "SAMHSA service codes"
LEVELS = ("top_level", "second_level", "third_level", "fourth_level")

# The legend of the SAMHSA National Directory; those a person looks for.
SAMHSA_CODES = {
    "SA": "Substance use treatment",
    "DT": "Detoxification",
    "HH": "Transitional housing, halfway house or sober home",
    "OTP": "Federally certified opioid treatment program",
    "METH": "Methadone",
    "MM": "Methadone maintenance",
    "MMW": "Methadone maintenance for a predetermined time",
    "BU": "Buprenorphine used in treatment",
    "BUM": "Buprenorphine maintenance",
    "BMW": "Buprenorphine maintenance for a predetermined time",
    "NXN": "Naltrexone, by mouth",
    "VTRL": "Naltrexone, extended-release injection",
    "OP": "Outpatient",
    "OIT": "Intensive outpatient treatment",
    "ODT": "Outpatient day treatment or partial hospitalization",
    "RES": "Residential",
    "RS": "Short-term residential",
    "RL": "Long-term residential",
    "MD": "Medicaid",
    "MC": "Medicare",
    "PI": "Private health insurance",
    "SF": "Cash or self-payment",
    "SI": "State-financed insurance other than Medicaid",
    "NP": "No payment accepted: free for all",
    "SS": "Sliding fee scale",
    "PA": "Payment assistance",
    "SP": "Spanish",
    "AH": "Sign language for the deaf and hard of hearing",
    "PW": "Pregnant and postpartum women",
    "AD": "Adolescents",
    "VET": "Veterans",
    "CJ": "People from the criminal justice system",
    "GL": "LGBT clients",
    "CO": "Co-occurring mental health conditions",
    "TRMA": "People who have experienced trauma",
    "DV": "People who have experienced intimate partner violence",
    "CM": "Case management",
    "CCC": "Child care for clients' children",
    "TA": "Transportation assistance",
    "HS": "Help in finding housing",
    "EMP": "Employment counseling or training",
    "PEER": "Peer support",
    "SHG": "Self-help groups",
    "DP": "Discharge planning",
    "ACC": "Aftercare",
    "NOE": "Naloxone and overdose education",
    "TELE": "Telehealth",
}


def load(at: datetime) -> int:
    """Load both lists, unless they are there; how many terms it wrote."""
    return _load_open_eligibility(at) + _load_samhsa(at)


def term_id(taxonomy: str, code: str) -> UUID:
    """The stable id of a term."""
    return stable_id(taxonomy, "taxonomy_term", code)


def _load_open_eligibility(at: datetime) -> int:
    text = (resources.files(__package__) / "open_eligibility.json").read_text("utf-8")
    nested: list[tuple[str, str, str]] = []
    _walk(json.loads(text)["taxonomy"], "", nested)
    return _load(
        OPEN_ELIGIBILITY,
        "Terms for human services. CC BY-SA, by Aunt Bertha; https://github.com/auntbertha/"
        "openeligibility",
        nested,
        at,
    )


def _walk(node: dict[str, Any], parent: str, found: list[tuple[str, str, str]]) -> None:
    for level in LEVELS:
        for item in node.get(level, ()):
            found.append((item["@id"], item["@title"], parent))
            _walk(item, item["@id"], found)


def _load_samhsa(at: datetime) -> int:
    words = "Codes of the SAMHSA National Directory. US federal government, public domain."
    return _load(SAMHSA, words, [(code, name, "") for code, name in SAMHSA_CODES.items()], at)


def _load(name: str, words: str, terms: list[tuple[str, str, str]], at: datetime) -> int:
    taxonomy, made = Taxonomy.objects.get_or_create(
        id=stable_id(name, "taxonomy", name),
        defaults={"name": name, "description": words, "modified_at": at},
    )
    if not made:
        return 0
    unique = {code: (code, title, parent) for code, title, parent in terms}
    rows = [
        TaxonomyTerm(
            id=term_id(name, code),
            code=code,
            name=title,
            parent_id=term_id(name, parent) if parent else None,
            taxonomy=name,
            taxonomy_detail=taxonomy,
            language="en",
            modified_at=at,
        )
        for code, title, parent in unique.values()
    ]
    TaxonomyTerm.objects.bulk_create(rows)
    return len(rows)
