"""What happens to leads after they came in: platforms tell more of them, and two are merged into one."""
