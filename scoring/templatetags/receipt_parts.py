"""What pages show of a receipt."""

from django import template

from scoring.wording import words_today

register = template.Library()


@register.filter
def reason_today(score):
    return words_today(score.top_reason, score.top_reason_on)
