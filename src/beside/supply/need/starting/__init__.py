"""The tables of need that come with the software, and how they were derived."""
