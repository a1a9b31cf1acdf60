"""A contract itself: its terms, services and amendments, its escalation policy, and which
agreement wins."""
