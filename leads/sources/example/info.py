"""The example's people. They are made by `autoreach.demo`, and no provider knows them."""

from leads.sources.info import SourceInfo

INFO = SourceInfo("example", "Example data", profiles_known=True)
