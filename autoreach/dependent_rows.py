"""Rows with all that depend on them, of any number: Django's own deletion fetches every row that it follows."""

import logging
from functools import cache
from itertools import islice

import psycopg
from django.db import Error, connection, transaction
from django.db.models import CASCADE, SET_NULL, Q
from django.db.models.deletion import get_candidate_relations_to_delete
from django.db.models.expressions import RawSQL
from django.dispatch import Signal

logger = logging.getLogger(__name__)
PORTION = 2000
ATTEMPTS = 3
# A lock that the order of locks does not cover, or a row that came after the locks were taken.
CROSSED = (psycopg.errors.DeadlockDetected, psycopg.errors.ForeignKeyViolation)
# Within the transaction of a deletion, before the first row is deleted: for locks that writers take in an order, and
# for files that go with the rows.
rows_to_lock = Signal()  # rows: by model, those that the deletion takes


class BeingWorkedOn(Exception):
    """The rows were not deleted: others kept writing what depends on them."""


def dependents(rows):
    """By model, the rows that a deletion of `rows` deletes too.

    Each table is followed on its shortest way from `rows`: what belongs to a workspace, a lead or an offer names it, so
    that longer ways lead to the same rows.
    """
    reached = {rows.model: rows}
    level = [rows.model]
    while level:
        found = {}
        for model in level:
            for relation in _relations(model):
                if relation.on_delete is CASCADE and relation.related_model not in reached:
                    theirs = Q((f"{relation.field.name}__in", reached[model].values("pk")))
                    found[relation.related_model] = found.get(relation.related_model, Q()) | theirs
        reached |= {model: model._base_manager.filter(theirs) for model, theirs in found.items()}
        level = list(found)
    del reached[rows.model]
    return reached


def delete_in_portions(rows):
    """Delete `rows` and what depends on them, all or nothing, without more than some thousand in memory.

    Raises BeingWorkedOn.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                _lock_and_delete(rows)
            return
        except Error as error:
            if not isinstance(error.__cause__, CROSSED):
                raise
            crossed = error
            table = rows.model._meta.verbose_name_plural
            logger.warning("deletion of %s broken off, attempt %s of %s: %s", table, attempt, ATTEMPTS, error)
    raise BeingWorkedOn from crossed


def _lock_and_delete(rows):
    rows_to_lock.send(rows.model, rows={rows.model: rows} | dependents(rows))
    with connection.cursor() as cursor:
        # else the database would keep what is to be checked of each row until the end
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _delete(rows)


def lock_in_order(rows):
    """Lock rows of any number in the order of their ids, as writers do; none of them is fetched."""
    sql, params = rows.order_by("pk").select_for_update().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS locked", params)


def _delete(rows):
    """What is neither deleted nor freed here, the database's own constraints refuse."""
    model, relations = rows.model, _relations(rows.model)
    if not relations:
        rows._raw_delete(rows.db)
        return
    ids = rows.order_by().values_list("pk", flat=True).iterator(PORTION)
    while portion := list(islice(ids, PORTION)):
        # one parameter: thousands take longer to bind than the statement to run
        theirs = RawSQL("SELECT unnest(%s::bigint[])", [portion])
        for relation in relations:
            field = relation.field.name
            referring = relation.related_model._base_manager.filter(**{f"{field}__in": theirs})
            if relation.on_delete is CASCADE:
                _delete(referring)
            elif relation.on_delete is SET_NULL:
                referring.update(**{field: None})
        model._base_manager.filter(pk__in=theirs)._raw_delete(rows.db)


@cache
def _relations(model):
    """What refers to `model`: tables that refer to others of them come first."""
    order = _referring_first(model)
    relations = get_candidate_relations_to_delete(model._meta)
    return sorted(relations, key=lambda relation: order.index(relation.related_model))


@cache
def _referring_first(model):
    """`model` after all that refer to it, at once or by way of others, each before what it refers to itself."""
    placed = {}
    for relation in get_candidate_relations_to_delete(model._meta):
        if relation.related_model is not model:
            placed |= dict.fromkeys(_referring_first(relation.related_model))
    return [*placed, model]
