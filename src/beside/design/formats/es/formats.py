"""Short days and times as the pages of staff write them; the rest is Django's own."""

SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, H:i"
