"""The list across clients: shown, searched, narrowed by kept views, worked at in bulk."""
