"""What is noted before a user is deleted: the rows that name the user lose the name."""

from django.conf import settings
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from leads.models import Expansion, Search

NO_USER = "Who switched it on was deleted. Someone who may spend can use “Repeat again”."


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL)
def note_deleted_user(sender, instance, **kwargs):
    """Without its user, a daily search would spend on behalf of no one."""
    Search.objects.filter(created_by=instance).update(by_deleted_user=True)
    Expansion.objects.filter(switched_by=instance, is_on=True).update(is_on=False, stopped_because=NO_USER)
