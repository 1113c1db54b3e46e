"""Short courses on overdose and naloxone, completion codes without a name, group sessions.

The room promises that

- nobody is asked who they are: a completion is a code, a course, a version, an audience, a
  language and a day; a name typed for a certificate is printed and kept nowhere;
- nothing is stored before a course is completed, and wrong answers never;
- a version once published never changes, in English and Spanish alike; an earlier one can be
  returned to; a text whose review is overdue says so;
- nothing is required unless a rule with its source says so.

Words: *course* (lessons and questions), *audience* (peer, clinician, police, school, workplace,
community: each its own order and its own cases), *version* (what was published, numbered),
*draft* (the next one), *completion code*, *group session*, *requirement*.

Enter by `requirements` (what is required, and does this code satisfy it), `checking` (is this
code good), `laws` (rooms upstairs say the law), `figures` (counts for reports).
"""
