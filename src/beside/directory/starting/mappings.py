"""Mappings shipped with Beside: federal lists of the nation, and one upload form.

`known_by` says what a list is called and holds, since two of them share columns.
"""

from typing import Any

Json = dict[str, Any]
NOTE = "A historical list. Do not rely on it without checking."

_US: Json = {"value": "US"}


def _listed(name: str, publisher: str, year: int) -> Json:
    return {
        "name": name,
        "publisher": publisher,
        "year": year,
        "licence": "US federal government work, public domain",
        "note": NOTE,
        "unreliable": True,
    }


_FACILITY = (
    *("name1", "name2", "street1", "street2", "city", "state", "zip", "zip4", "county"),
    *("latitude", "longitude"),
)

_TREATMENT: Json = {
    "source": _listed("SAMHSA substance use treatment facilities", "SAMHSA", 2020),
    "known_by": {
        "files": [
            "samhsa_sud_facilities_2020",
            "samhsa_sud_treatment_geocoded",
            "samhsa_treatment_2020",
            "samhsa_nationwide_substance_use_treatment_data",
        ],
        "values": {"type_facility": ["SA"]},
        "columns": [*_FACILITY, "type_facility"],
    },
    "organization": {"id": ["name1", "state"], "fields": {"name": "name1"}},
    "location": {
        "id": ["name1", "name2", "street1", "zip"],
        "fields": {
            "name": {"columns": ["name1", "name2"], "join": ", "},
            "latitude": "latitude",
            "longitude": "longitude",
        },
    },
    "address": {
        "id": ["name1", "name2", "street1", "zip"],
        "fields": {
            "address_1": "street1",
            "address_2": "street2",
            "city": "city",
            "state_province": "state",
            "postal_code": {"column": "zip", "as": "zip"},
            "country": _US,
        },
    },
    "service": {
        "id": ["name1", "name2", "street1", "zip"],
        "fields": {
            "name": {"columns": ["name1", "name2"], "join": ", "},
            "description": {"value": "Substance use treatment."},
            "status": {"value": "active"},
            "offers": {"value": ["treatment"]},
        },
        "terms": [["Open Eligibility", "106-01"], ["SAMHSA service codes", "SA"]],
    },
}

# Old numbers are not mapped: they stay beside the listing, where staff see them and callers do not.
_MENTAL_HEALTH: Json = {
    "source": _listed("SAMHSA mental health treatment facilities", "SAMHSA", 2020),
    "known_by": {
        "files": ["samhsa_mental_health_facilities_2020", "mentalhealth_clean"],
        "values": {"type_facility": ["MH"]},
        "columns": [*_FACILITY, "phone", "intake_prompt", "intake1", "intake2"],
    },
    "organization": _TREATMENT["organization"],
    "location": _TREATMENT["location"],
    "address": _TREATMENT["address"],
    "service": {
        "id": ["name1", "name2", "street1", "zip"],
        "fields": {
            "name": {"columns": ["name1", "name2"], "join": ", "},
            "description": {"value": "Mental health treatment."},
            "url": "website",
            "status": {"value": "active"},
            "offers": {"value": ["mental_health"]},
        },
        "terms": [["Open Eligibility", "106-06-07"]],
    },
    "leave_out": ["type_facility"],
}

_METHADONE: Json = {
    "source": _listed("SAMHSA opioid treatment programs", "SAMHSA", 2021),
    "known_by": {
        "files": [
            "samhsa_otp_directory_2021",
            "samhsa_otp_2021",
            "opioid_treatment_directory_geocoded",
        ],
    },
    "organization": {"id": ["ID", "STATE"], "fields": {"name": "ID"}},
    "location": {
        "id": ["ID", "ADDRESS", "POSTAL"],
        "fields": {"name": "ID", "latitude": "Latitude", "longitude": "Longitude"},
    },
    "address": {
        "id": ["ID", "ADDRESS", "POSTAL"],
        "fields": {
            "address_1": "ADDRESS",
            "city": "CITY",
            "state_province": "STATE",
            "postal_code": {"column": "POSTAL", "as": "zip"},
            "country": _US,
        },
    },
    "service": {
        "id": ["ID", "ADDRESS", "POSTAL"],
        "fields": {
            "name": "ID",
            "description": {"value": "Opioid treatment program: methadone."},
            "status": {"value": "active"},
            "offers": {"value": ["methadone", "treatment"]},
        },
        "terms": [
            ["Open Eligibility", "106-01"],
            ["SAMHSA service codes", "OTP"],
            ["SAMHSA service codes", "METH"],
        ],
    },
}

_HEALTH_CENTERS: Json = {
    "source": _listed("HRSA health center sites", "HRSA", 2020),
    "known_by": {"files": ["hrsa_fqhc_sites_2020", "hrsa_health_centers_2020", "fqhc"]},
    "leave_out": ["testing_status"],
    "organization": {"id": ["name", "st_abbr"], "fields": {"name": "name"}},
    "location": {
        "id": ["name", "address", "city", "st_abbr"],
        "fields": {"name": "name", "latitude": "lat", "longitude": "lon"},
    },
    "address": {
        "id": ["name", "address", "city", "st_abbr"],
        "fields": {
            "address_1": "address",
            "city": "city",
            "state_province": "st_abbr",
            "country": _US,
        },
    },
    "phone": {"id": ["name", "address", "city", "st_abbr"], "fields": {"number": "phone"}},
    "service": {
        "id": ["name", "address", "city", "st_abbr"],
        "fields": {
            "name": "name",
            "description": {"value": "Health center: primary care, fees by income."},
            "status": {"value": "active"},
            "offers": {"value": ["health_center"]},
        },
        "terms": [["Open Eligibility", "106-06-09"]],
    },
}

_HOSPITAL_KEY = ["HIFLD.ID", "Name", "Address"]
_HOSPITALS: Json = {
    "source": _listed("Hospitals of the United States (HIFLD)", "DHS and HHS", 2020),
    "known_by": {"files": ["hospitals_2020", "hospitals_raw"], "columns": ["County"]},
    "leave_out": [
        "Staffed.All.Beds",
        "Staffed.ICU.Beds",
        "Licensed.All.Beds",
        "All.Bed.Occupancy.Rate",
        "ICU.Bed.Occupancy.Rate",
        "Staffed.All.Beds...SOURCE",
        "Staffed.ICU.Beds...SOURCE",
        "Licensed.All.Beds...SOURCE",
        "All.Bed.Occupancy.Rate...SOURCE",
        "ICU.Bed.Occupancy.Rate...SOURCE",
        "CCM_ID",
        "DH.ID",
        "HCRIS.ID",
    ],
    "organization": {
        "id": _HOSPITAL_KEY,
        "fields": {"name": {"column": "Name", "as": "title"}},
    },
    "location": {
        "id": _HOSPITAL_KEY,
        "fields": {
            "name": {"column": "Name", "as": "title"},
            "latitude": "Latitude",
            "longitude": "Longitude",
        },
    },
    "address": {
        "id": _HOSPITAL_KEY,
        "fields": {
            "address_1": {"column": "Address", "as": "title"},
            "address_2": {"column": "Address_2", "as": "title"},
            "city": {"column": "City", "as": "title"},
            "state_province": "State",
            "postal_code": {"column": "Zipcode", "as": "zip"},
            "country": _US,
        },
    },
    "service": {
        "id": _HOSPITAL_KEY,
        "fields": {
            "name": {"column": "Name", "as": "title"},
            "status": {"value": "active"},
            "offers": {
                "column": "Hospital.Type",
                "map": {
                    "GENERAL ACUTE CARE": ["hospital"],
                    "CRITICAL ACCESS": ["hospital"],
                    "CHILDREN": ["hospital"],
                    "MILITARY": ["hospital"],
                    "WOMEN": ["hospital"],
                    "PSYCHIATRIC": ["mental_health"],
                },
                "else": [],
            },
        },
        "terms": [["Open Eligibility", "106-06"]],
    },
}

_UPLOAD: Json = {
    "known_by": {"columns": ["Audience", "Languages List", "Tags", "Address Details"]},
    "leave_out": ["Contact Name", "Contact Title", "Contact Email"],
    "location": {"ref": "Location ID"},
    "service": {
        "id": ["Location ID", "Service Name"],
        "fields": {
            "name": "Service Name",
            "description": "Description",
            "eligibility_description": "Eligibility",
            "url": "Website",
            "email": "Email",
            "status": {"value": "active"},
        },
    },
}


def shipped() -> dict[str, Json]:
    """Every shipped mapping by its name."""
    return {
        "SAMHSA substance use treatment facilities": _TREATMENT,
        "SAMHSA mental health treatment facilities": _MENTAL_HEALTH,
        "SAMHSA opioid treatment programs": _METHADONE,
        "HRSA health center sites": _HEALTH_CENTERS,
        "Hospitals (HIFLD)": _HOSPITALS,
        "Ohana service upload": _UPLOAD,
    }
