"""From what verbs return to what pages show: pure functions, values in, views out."""
