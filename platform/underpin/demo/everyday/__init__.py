"""What a desk and its clients leave behind every day: mail nobody could place, alerts, chats,
articles that helped, what was agreed with one client alone, what an administrator took along."""
