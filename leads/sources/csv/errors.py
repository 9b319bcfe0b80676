class UnreadableFile(Exception):
    """The file cannot be imported; the message is the sentence a person sees."""

    def __init__(self, message, *, encoding="binary"):
        super().__init__(message)
        self.encoding = encoding
