"""Sound between two browsers, relayed so that neither learns the other's address."""
