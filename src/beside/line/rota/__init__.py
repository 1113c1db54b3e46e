"""Who is there when, how many it takes, and what the counts say."""
