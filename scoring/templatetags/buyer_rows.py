from django import template
from django.utils.html import format_html_join

from leads.templatetags.lead_parts import role
from leads.templatetags.page_parts import age, rendered_row
from scoring.templatetags.receipt_parts import reason_today

register = template.Library()


@register.simple_tag
def buyer_rows(scores, columns):
    """The rows of the Buyers page, with those of the columns that not every page shows."""
    return format_html_join("", "{}", ((buyer_row(score, columns),) for score in scores))


def buyer_row(score, columns):
    lead = score.lead
    return rendered_row(
        "scoring/_buyer_row.html",
        columns=columns,
        offer=score.offer_id,
        pk=score.lead_id,
        name=lead.display_name,
        role=role(lead),
        score=score.score,
        state=score.state,
        fit=score.fit,
        intent=score.intent,
        timing=score.timing,
        reason=reason_today(score),
        quote=score.top_quote,
        signal=age(score.newest_signal_at),
        source=lead.source_words,
        connection=lead.connection,
    )
