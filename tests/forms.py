"""What a browser would send of a page's forms."""

from html.parser import HTMLParser


class FormParser(HTMLParser):
    """`forms` holds the fields of each POST form, by its address, as a browser sends them when nothing is touched."""

    def __init__(self):
        super().__init__()
        self.forms, self.fields, self.text, self.select = {}, None, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.fields = self.forms.setdefault(attrs.get("action", ""), {}) if attrs.get("method") == "post" else None
        elif self.fields is not None:
            self._note(tag, attrs)

    def _note(self, tag, attrs):
        name, kind = attrs.get("name"), attrs.get("type")
        if tag == "input" and name and "disabled" not in attrs:
            if kind not in ("checkbox", "radio", "file") or "checked" in attrs:
                default = "on" if kind in ("checkbox", "radio") else ""
                self._add(name, attrs.get("value", default), several=kind == "checkbox")
        elif tag == "textarea":
            self.text = name
            self._add(name, "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in attrs:
            self._add(self.select, attrs.get("value", ""), several=True)

    def _add(self, name, value, *, several=False):
        if several and name in self.fields:
            value = [*(held if isinstance(held := self.fields[name], list) else [held]), value]
        self.fields[name] = value

    def handle_data(self, data):
        if self.text:
            self.fields[self.text] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None
        elif tag == "textarea":
            # a browser leaves out the line break that Django begins the text with
            self.fields[self.text] = self.fields[self.text].removeprefix("\n")
            self.text = None


def forms_of(response):
    parser = FormParser()
    parser.feed(response.content.decode())
    return parser.forms


def fields_of(response):
    """Those of the form with the most fields, which is the one that the page is for."""
    return max(forms_of(response).values(), key=len)
