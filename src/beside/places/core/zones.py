"""Which time zone a county keeps, by law, and the ZIPs that differ from their county.

Source: 49 CFR part 71, and 15 U.S.C. 260a for the places that keep no summer
time. Zones that have told the same time since 2007 are written by their
biggest city: Louisville and Detroit as New York, Boise as Denver. How sure we
are, and how it was checked, stands in docs/methods/time-zones.md.
"""

from collections.abc import Mapping

EASTERN = "America/New_York"
CENTRAL = "America/Chicago"
MOUNTAIN = "America/Denver"
PACIFIC = "America/Los_Angeles"
ARIZONA = "America/Phoenix"
ALASKA = "America/Anchorage"
ALEUTIAN = "America/Adak"
HAWAII = "Pacific/Honolulu"
ATLANTIC = "America/Puerto_Rico"
CHAMORRO = "Pacific/Guam"
SAMOA = "Pacific/Pago_Pago"


def _each(zone: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), zone)


STATES: Mapping[str, str] = {
    **_each(EASTERN, "CT DE DC FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC VT VA WV"),
    **_each(CENTRAL, "AL AR IL IA KS LA MN MS MO NE ND OK SD TN TX WI"),
    **_each(MOUNTAIN, "CO ID MT NM UT WY"),
    **_each(PACIFIC, "CA NV OR WA"),
    "AZ": ARIZONA,
    "AK": ALASKA,
    "HI": HAWAII,
    "PR": ATLANTIC,
    "VI": ATLANTIC,
    "GU": CHAMORRO,
    "MP": CHAMORRO,
    "AS": SAMOA,
}
"""The zone most people of a state keep."""

COUNTIES: Mapping[str, str] = {
    # Florida west of the Apalachicola. Gulf is divided: most of its people keep Eastern.
    **_each(CENTRAL, "12005 12013 12033 12059 12063 12091 12113 12131 12133"),
    # Indiana's two corners: around Gary, and around Evansville.
    **_each(CENTRAL, "18073 18089 18091 18111 18127 18149"),
    **_each(CENTRAL, "18051 18123 18129 18147 18163 18173"),
    # Idaho north of the Salmon River.
    **_each(PACIFIC, "16009 16017 16021 16035 16049 16055 16057 16061 16069 16079"),
    # Kansas, the west edge: Greeley, Hamilton, Sherman, Wallace.
    **_each(MOUNTAIN, "20071 20075 20181 20199"),
    # Western Kentucky, 41 counties.
    **_each(CENTRAL, "21001 21003 21007 21009 21027 21031 21033 21035 21039 21047 21053 21055"),
    **_each(CENTRAL, "21057 21059 21061 21075 21083 21085 21087 21091 21099 21101 21105 21107"),
    **_each(CENTRAL, "21139 21141 21143 21145 21149 21157 21169 21171 21177 21183 21207 21213"),
    **_each(CENTRAL, "21219 21221 21225 21227 21233"),
    # Michigan beside Wisconsin: Dickinson, Gogebic, Iron, Menominee.
    **_each(CENTRAL, "26043 26053 26071 26109"),
    # Nebraska's panhandle and south-west. Cherry is divided: Valentine keeps Central.
    **_each(MOUNTAIN, "31005 31007 31013 31029 31033 31045 31049 31057 31069 31075 31091"),
    **_each(MOUNTAIN, "31101 31105 31123 31135 31157 31161 31165"),
    # North Dakota's south-west. McKenzie and Sioux are divided.
    **_each(MOUNTAIN, "38001 38007 38011 38025 38033 38037 38041 38087 38089"),
    # Oregon: Malheur.
    **_each(MOUNTAIN, "41045"),
    # South Dakota's west. Stanley is divided: Fort Pierre lives by Pierre's clock.
    **_each(MOUNTAIN, "46007 46019 46031 46033 46041 46047 46055 46063 46071 46081 46093"),
    **_each(MOUNTAIN, "46102 46103 46105 46137"),
    # East Tennessee, 30 counties.
    **_each(EASTERN, "47001 47009 47011 47013 47019 47025 47029 47057 47059 47063 47065 47067"),
    **_each(EASTERN, "47073 47089 47091 47093 47105 47107 47121 47123 47129 47139 47143 47145"),
    **_each(EASTERN, "47151 47155 47163 47171 47173 47179"),
    # Texas: El Paso, Hudspeth.
    **_each(MOUNTAIN, "48141 48229"),
}
"""Counties that keep another zone than most of their state."""

ZIPS: Mapping[str, str] = {
    "32465": CENTRAL,  # Wewahitchka, the north of Gulf County, Florida
    "83547": MOUNTAIN,  # Pollock and Riggins, Idaho, south of the Salmon River
    "83549": MOUNTAIN,
    "89883": MOUNTAIN,  # West Wendover, Nevada, moved in 1999
    "89421": PACIFIC,  # McDermitt, on the line of Nevada and Malheur County, Oregon
    **_each(MOUNTAIN, "69211 69218 69219 69343 69366"),  # the west of Cherry County, Nebraska
    # By custom, not by law: these Alabama towns live by the clock of Columbus, Georgia.
    **_each(EASTERN, "36854 36863 36867 36869 36870 36877"),
    "58634": MOUNTAIN,  # Grassy Butte, the south of McKenzie County, North Dakota
    "99546": ALEUTIAN,  # Adak and Atka, Alaska, west of 169°30'
    "99547": ALEUTIAN,
    # The Navajo Nation keeps summer time; the rest of Arizona, Hopi included, does not.
    **_each(MOUNTAIN, "86016 86020 86031 86033 86035 86044 86045 86053 86054"),
    **_each(MOUNTAIN, "86503 86504 86505 86506 86507 86508 86510 86511 86512 86514"),
    **_each(MOUNTAIN, "86515 86520 86535 86538 86540 86544 86545 86547 86556"),
}
"""ZIPs that keep another zone than most of their county."""


def zone_of(*, state: str, county_fips: str, zip_code: str) -> str:
    """The IANA zone of a ZIP, else its county's, else its state's.

    Raises KeyError for a state that is none of the 50, DC or the five territories.
    """
    return ZIPS.get(zip_code) or COUNTIES.get(county_fips) or STATES[state]
