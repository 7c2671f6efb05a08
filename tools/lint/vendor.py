"""Requirements of this vendor for every operation. To exempt an operation: `x-exempt: {"429": the reason}`."""

STATUSES = ("400", "401", "403", "404", "429")
KEYS = ("apiKeyAuth", "appKeyAuth")
OAUTH = "AuthZ"
EXEMPTIONS = ("keys", "scope", *STATUSES)
