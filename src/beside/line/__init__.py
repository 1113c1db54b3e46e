"""The line: nobody uses alone. Somebody or something stays, and silence brings help.

A person who is about to use alone arms a timer, chats or calls. That is one
*session*; it may change its way in the middle and never loses its clock. When a
check-in is missed the person is prompted, twice; then the session is unresponsive,
a loud veto runs, the place is *released*, and a *ladder* of up to four *rungs* is
climbed, each with a clock of its own, until somebody goes (*dispatched*) and comes
(*helped*). No machine dials an emergency number: `dispatch` needs a person's id.

Start with `core/session.py`, the table of everything that may happen, and
`services/moving.py`, the only way a session changes its state. Cabinets: `caller`
(the public's pages), `phone` (calls and SMS through a provider), `voice` (sound
between browsers), `console` (operators), `dispatch` (who to call for a place),
`rota` (who is there when, and how many it takes).
"""
