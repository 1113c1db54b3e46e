"""The invented places and people. Phone numbers are of the range kept for fiction (555-01xx)."""

from dataclasses import dataclass
from datetime import time

WEEK = "MO,TU,WE,TH,FR"


@dataclass(frozen=True)
class Example:
    """One invented place. `checked_days` is how long ago it was checked, None for never."""

    name: str
    service: str
    zip: str
    offers: tuple[str, ...]
    days: str = WEEK
    opens: time | None = time(9)
    closes: time | None = time(17)
    walk_in: bool | None = True
    no_id: bool | None = True
    free: bool | None = True
    checked_days: int | None = 12
    method: str = "phone"
    how: str = "Come to the front desk and say “a kit, please”. Nobody asks your name."
    spanish: bool = False
    products: tuple[str, ...] = ("nasal_4mg",)
    visibility: str = "public"
    nudge: float = 0.0


EXAMPLES = (
    Example("Chestnut Street Library", "Naloxone at the desk", "40403", ("naloxone",),
            opens=time(9), closes=time(20), checked_days=3, method="visit"),
    Example("Madison County Health Department", "Harm reduction window", "40475",
            ("naloxone", "test_strips", "syringe_services", "hiv_hepatitis_testing"),
            days="TU,TH", opens=time(10), closes=time(15), checked_days=9, spanish=True),
    Example("Riverside Box", "Naloxone box outside the fire station", "40475", ("naloxone",),
            days="MO,TU,WE,TH,FR,SA,SU", opens=time(0), closes=time(0), checked_days=20,
            method="partner", how="Open the box by the door. It is never locked.", nudge=0.02),
    Example("North Limestone Drop-In", "Drop-in and supplies", "40508",
            ("naloxone", "test_strips", "drop_in", "food", "showers"), days="MO,WE,FR,SA",
            opens=time(12), closes=time(21), checked_days=1, method="visit", spanish=True),
    Example("Bluegrass Pharmacy", "Naloxone without a prescription", "40507", ("naloxone",),
            opens=time(8), closes=time(21), free=None, no_id=None, checked_days=130,
            how="Ask the pharmacist.", products=("nasal_4mg", "nasal_3mg"), nudge=0.01),
    Example("Portland Avenue Mobile Team", "Van on Saturdays", "40212",
            ("naloxone", "test_strips", "syringe_services", "wound_care"), days="SA",
            opens=time(11), closes=time(16), checked_days=6),
    Example("Covington Health Center", "Buprenorphine the same day", "41011",
            ("buprenorphine", "health_center", "naloxone"), opens=time(8), closes=time(18),
            free=False, no_id=None, checked_days=40, how="Call first; walk-ins before noon."),
    Example("Over-the-Rhine Recovery House", "Recovery housing", "45202", ("recovery_housing",),
            walk_in=False, no_id=False, free=False, checked_days=300, products=(),
            how="A bed needs a call first. People on methadone or buprenorphine are welcome."),
    Example("Scioto County Outreach", "Kits and company", "45662",
            ("naloxone", "peer_support", "drop_in"), days="MO,TU,WE,TH,FR,SA", opens=time(13),
            closes=time(19), checked_days=2, method="self"),
    Example("Falls of the Ohio Clinic", "Methadone and buprenorphine", "47130",
            ("methadone", "buprenorphine", "naloxone"), days="MO,TU,WE,TH,FR,SA", opens=time(5),
            closes=time(11), free=False, no_id=False, checked_days=25,
            how="Come before nine with any paper that has your name."),
    Example("Safe House", "Shelter at a place that is not told", "40508", ("shelter",),
            checked_days=4, visibility="confidential", products=(),
            how="Call. Somebody will come to meet you."),
    Example("Hazard Community Kitchen", "Supper and a kit", "41701", ("food", "naloxone"),
            days="MO,WE,FR", opens=time(17), closes=time(19), checked_days=None),
)  # fmt: skip

STAFF = (
    ("Gloria Example", "gloria@example.org", ("coordinator",)),
    ("Priya Example", "priya@example.org", ("directory_editor",)),
    ("Sam Example", "sam@example.org", ("navigator",)),
    ("Anh Example", "anh@example.org", ("epidemiologist",)),
    ("Lee Example", "lee@example.org", ("privacy_officer",)),
    ("Max Example", "max@example.org", ("technician",)),
    ("Dee Example", "dee@example.org", ("line_supervisor",)),
    ("Ola Example", "ola@example.org", ("line_operator",)),
    ("Pat Example", "pat@example.org", ("packer",)),
    ("Morgan Example", "morgan@example.org", ("program_manager",)),
)

PARTNERS = (
    ("Example Health Department", "health_department", ("21151",)),
    ("Example Harm Reduction", "harm_reduction", ("21067", "21151")),
    ("Example Fire and EMS", "ems", ("21067",)),
    ("Example Public Library", "library", ("21151",)),
)

REPORTS = (
    ("Riverside Box", "hours", "The box was empty on Sunday evening."),
    ("Bluegrass Pharmacy", "not_offered", "They said they only have the 3 mg spray now."),
    ("North Limestone Drop-In", "other", "The side door is the open one after six."),
)
