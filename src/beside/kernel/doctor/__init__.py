"""`beside doctor`: in plain words what is wrong, why it matters and how to mend it.

A room adds a check of its own in `AppConfig.ready`:

    @doctor.check("key store", needs=doctor.Needs.DATABASE)
    def key_store(at: datetime) -> Iterator[Finding]: ...
"""

from beside.kernel.doctor.findings import Check, Finding, Grade, Needs, check, checks

__all__ = ["Check", "Finding", "Grade", "Needs", "check", "checks"]
