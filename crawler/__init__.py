"""The crawler keeps what was found."""
