"""Documents printed by typst: their fonts, how they speak, and the press."""
