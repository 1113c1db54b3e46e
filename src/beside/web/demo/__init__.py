"""A living demonstration: invented people, partners and places, so that a newcomer can look around.

Filled only with BESIDE_DEMO=yes (`make demo`), into a home of its own. Every
page then says that it is a demonstration, and every invented place says that
it does not exist. Nothing here ever enters a house that serves people.
"""
