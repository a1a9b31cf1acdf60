"""The pages of monthly service reports."""
