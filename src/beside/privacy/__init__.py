"""Vault, retention and disclosure control: what we hold of people, for how long, and what is shown.

Identifying facts are sealed here and stand nowhere else. Each record has a key of its
own, wrapped by the key of a span of time. When the need ends the record goes; when the
span ends its key is destroyed, and with it every copy in every backup and log. What
remains is a count. Every opening names a person, a purpose and a record.

Words: *sealed record*, *span* (an hour or a day, by when a record is due to be gone),
*purpose* (why a record may be opened), *rule* (what is kept, why, how long), *suppressed*
(a count too small to publish; not nought).

Enter by `vault` (seal, open, destroy), `retention` (register a rule), `subjects` (what is
held about a person) and `disclosure` (the only way to a table that may be published).
"""
