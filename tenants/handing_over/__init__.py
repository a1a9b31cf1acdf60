"""All that is kept of a client and its members may see, handed over as one archive."""
