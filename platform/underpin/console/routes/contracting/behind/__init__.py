"""OLAs and UCs: what stands behind the promises."""
