from leads.sources.info import SourceInfo

INFO = SourceInfo("csv", "CSV import")
