"""A page as tests read it, however its template is laid out."""

import re
from html import unescape

BY_HTMX = {"HX-Request": "true"}


def markup(response):
    """The HTML, with one space for each run of white space and none beside a tag."""
    return re.sub(r"(?<=>) | (?=<)", "", re.sub(r"\s+", " ", response.content.decode()))


def words(response):
    """What a person reads on the page."""
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
    return text.replace("( ", "(").replace(" )", ")").replace(" :", ":").replace(" ,", ",")


def buttons(response):
    """What the buttons and links of the page that can be pressed say."""
    pressed = re.findall(r"<(button|a)\b([^>]*)>(.*?)</\1>", response.content.decode(), re.DOTALL)
    said = (re.sub(r"<[^>]+>", " ", text) for _, attributes, text in pressed if "disabled" not in attributes.split())
    return [" ".join(unescape(text).split()) for text in said]
