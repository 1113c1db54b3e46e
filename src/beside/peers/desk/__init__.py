"""The pages of staff: cards, restocks, what waits, what was noticed, stipends, terms, reach."""
