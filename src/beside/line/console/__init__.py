"""The operator's one screen: who rings, my call, everyone else's clock."""
