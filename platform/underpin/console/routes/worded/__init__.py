"""The pages of what mails say."""
