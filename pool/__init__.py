"""The shared pool of professional profiles, and matching it with offers."""
