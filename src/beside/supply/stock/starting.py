"""Products a new house starts with. Packs and codes are as cartons have them; change what differs.

Sources: Narcan and RiVive labels (over the counter since March and July 2023); the National
Drug Codes are those met in West Virginia's reporting lists. Weights are estimates for one kit
in its carton: weigh yours. Other products are added on the products page.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from beside.supply.models import Product

CASE_OF_KITS = 12
_NASAL = {"kind": "naloxone", "per_kit": 2, "per_box": 2, "per_case": 24, "kit_weight_g": 60}

PRODUCTS: tuple[dict[str, Any], ...] = (
    {
        "slug": "nasal_4mg", **_NASAL, "naloxone": "nasal_4mg", "dose_mg": Decimal(4),
        "names": {"en": "Naloxone nasal spray 4 mg", "es": "Naloxona en aerosol nasal de 4 mg"},
        "ndcs": ["69547-627-02"],
    },
    {
        "slug": "nasal_3mg", **_NASAL, "naloxone": "nasal_3mg", "dose_mg": Decimal(3),
        "names": {"en": "Naloxone nasal spray 3 mg", "es": "Naloxona en aerosol nasal de 3 mg"},
    },
    {
        "slug": "nasal_4mg_rx", **_NASAL, "naloxone": "nasal_4mg", "dose_mg": Decimal(4),
        "is_prescription": True,
        "names": {"en": "Naloxone nasal spray 4 mg, prescription label",
                  "es": "Naloxona en aerosol nasal de 4 mg, con etiqueta de receta"},
        "ndcs": ["69547-353-02", "45802-578-87", "00093-2165-68"],
    },
    {
        "slug": "vial_0_4mg", "kind": "naloxone", "naloxone": "injectable_0.4mg",
        "dose_mg": Decimal("0.4"), "is_prescription": True, "per_kit": 2, "per_box": 10,
        "per_case": 24, "kit_weight_g": 40,
        "names": {"en": "Naloxone 0.4 mg/mL, vial for injection",
                  "es": "Naloxona 0.4 mg/mL, vial inyectable"},
    },
    {
        "slug": "im_syringes", "kind": "syringes", "per_kit": 2, "per_box": 100, "per_case": 1000,
        "law_topic": "syringe_possession", "kit_weight_g": 12,
        "names": {"en": "Syringes for naloxone, 3 mL, 23 gauge, 1 inch",
                  "es": "Jeringas para naloxona, 3 mL, calibre 23, 1 pulgada"},
    },
    {
        "slug": "fentanyl_strips", "kind": "test_strips", "per_kit": 5, "per_box": 100,
        "per_case": 1000, "law_topic": "fentanyl_strips", "kit_weight_g": 10,
        "names": {"en": "Fentanyl test strips", "es": "Tiras para detectar fentanilo"},
    },
    {
        "slug": "xylazine_strips", "kind": "test_strips", "per_kit": 5, "per_box": 100,
        "per_case": 1000, "law_topic": "xylazine_strips", "kit_weight_g": 10,
        "names": {"en": "Xylazine test strips", "es": "Tiras para detectar xilacina"},
    },
    {
        "slug": "syringes_1ml", "kind": "syringes", "per_kit": 10, "per_box": 100, "per_case": 500,
        "law_topic": "syringe_mail", "kit_weight_g": 45,
        "names": {"en": "Syringes 1 mL, 29 gauge, half inch",
                  "es": "Jeringas de 1 mL, calibre 29, media pulgada"},
    },
    {
        "slug": "sharps_container", "kind": "safer_use", "per_kit": 1, "per_box": 1,
        "per_case": 24, "law_topic": "syringe_mail", "kit_weight_g": 120,
        "names": {"en": "Sharps container, 1 quart",
                  "es": "Recipiente para objetos punzantes, 1 cuarto de galón"},
    },
    {
        "slug": "safer_smoking_kit", "kind": "safer_use", "per_kit": 1, "per_box": 1,
        "per_case": 50, "law_topic": "safer_smoking", "kit_weight_g": 60,
        "names": {"en": "Safer smoking kit", "es": "Kit para fumar con menos riesgo"},
    },
    {
        "slug": "wound_care_kit", "kind": "wound_care", "per_kit": 1, "per_box": 1,
        "per_case": 50, "kit_weight_g": 90,
        "names": {"en": "Wound care kit", "es": "Kit para curar heridas"},
    },
)  # fmt: skip


def fill(at: datetime) -> int:
    """Add those that are not there; what staff changed or retired is left as it is."""
    known = set(Product.objects.values_list("slug", flat=True))
    fresh = [Product(**facts) for facts in PRODUCTS if facts["slug"] not in known]
    return len(Product.objects.bulk_create(fresh))
