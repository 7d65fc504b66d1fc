"""What people begin the entries of a list with, and YAML takes for text."""

from intspec.text.characters import DASHES, ODD_SPACES
from intspec.text.lookalikes import BULLETS

#: A hyphen that has no space behind it, and a bullet.
HYPHEN = rf"-(?:[{ODD_SPACES}]+|(?=[\"'(]|[^\W\d_]))|[{BULLETS}\u00b7]\s*"
#: What else stands for a hyphen: a dash, a sign, a number.
OTHER = rf"[{DASHES}\u2212]\s+|[+*][ \t]+|[0-9]{{1,2}}[.)][ \t]+"
