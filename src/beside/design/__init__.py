"""How things look: tokens, base pages, components, words in two languages."""
