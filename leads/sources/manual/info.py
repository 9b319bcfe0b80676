from leads.sources.info import SourceInfo

# A user waits for this one lead. One added person must not start a pool match.
INFO = SourceInfo("manual", "Manual", priority=20, asks_pool=False, has_own_tab=True)
