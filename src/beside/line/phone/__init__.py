"""Calls and SMS through a provider: the line for a phone without data.

`ports.py` says what a provider must do, in ten verbs; `script.py` what is said on a leg;
`twiml.py` and `adapters/` turn both into one provider's form. `dialling.py` is the only
door through which the line rings or texts anybody, and the only place that judges whether
a machine may. `talking.py` leads a person through a whole session by keypad, `texting.py`
by SMS alone. Webhooks are in `machine_urls.py`: believed when signed, and only once.
"""
