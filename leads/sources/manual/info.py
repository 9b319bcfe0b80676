from leads.sources.info import SourceInfo

# A user waits for this one lead. It is no reason to bring five hundred of the pool.
INFO = SourceInfo("manual", "Manual", priority=20, asks_pool=False, has_own_tab=True)
