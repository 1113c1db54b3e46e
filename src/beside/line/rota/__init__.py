"""Who is there when, how many it takes, and what the counts say.

The rota promises (`Shift`, made by hand or by a weekly `Pattern`); presence, at the
console, tells who is truly there. `queries.py` answers both; `staffing.py` joins the
forecast to the promises; `services/gaps.py` looks ahead each hour and tells somebody.
"""
