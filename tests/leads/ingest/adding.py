from leads.ingest import FILL, ingest


def add(search, *profiles, policy=FILL):
    return ingest(search=search, profiles=profiles, policy=policy)
