"""A client's contracts: what was signed, and what is wished for."""
