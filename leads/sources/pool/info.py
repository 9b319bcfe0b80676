"""Pool matches. They are made in the app `pool`, above."""

from leads.sources.info import SourceInfo

# A match brings no further match.
INFO = SourceInfo("pool", "Pool DB", priority=30, profiles_known=True, asks_pool=False, has_own_tab=True)
