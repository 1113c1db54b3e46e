"""The facts that come with the software, and how they were derived."""
