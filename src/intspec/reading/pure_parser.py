"""PyYAML's parser written in Python, made to take tabs where libyaml does."""

from typing import Any

import yaml


class PureParser(yaml.SafeLoader):
    """The parser for where PyYAML was installed without libyaml; some fifteen times slower."""

    def scan_to_next_token(self) -> None:
        """Pass over spaces and comments, and over tabs that are no indentation."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> Any:
        """Take the spaces and tabs between the words of an unquoted text."""
        length = 0
        while self.peek(length) in " \t":
            length += 1
        blanks = self.prefix(length)
        if "\t" in blanks:
            self.forward(length)
            if self.peek() not in "\r\n\0":
                return [blanks]
        return super().scan_plain_spaces(indent, start_mark)
