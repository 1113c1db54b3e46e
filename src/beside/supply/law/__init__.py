"""The law cabinet: what each state allows, each fact with its source and when it was checked."""
