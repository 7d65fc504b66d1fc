"""Placeholders in place of content, and texts with characters that nobody can see."""

from collections.abc import Iterator, Sequence

from intspec.diagnostics import Finding, Path, Severity
from intspec.model import LENIENT_ROLES
from intspec.rules import Rule, Subject, rule
from intspec.rules.index import spec_index
from intspec.rules.model_places import to_leave_out
from intspec.text.characters import HIDDEN_FROM_READERS, any_of
from intspec.text.durations import parse
from intspec.text.placeholders import (
    ELSEWHERE,
    NOT_APPLICABLE,
    PROPOSED,
    UNKNOWN,
    BareWord,
    RepeatedName,
    is_placeholder,
    is_proposed,
    normal,
)
from intspec.text.terminal import visible
from intspec.text.wording import flat, shorten

#: Lengths of time that are an answer when they are nothing.
MAY_BE_NOTHING = ("offset", "washout")
#: As much is shown of a text that is proposed.
LONGEST_SHOWN = 60
#: What is asked where a bare word stands, and the remedy: by the key, and of all other keys.
RESULT = ("a result", "write how far, in numbers or in words, such as `19 of 24 sessions`")
ABLE = (
    "a background",
    "write what they have learned or done, such as `two years of work with older people`",
)
WHEN = (
    "an occasion",
    "write at which visit, on which date or after what event, such as `after the second visit`",
)
WHO = ("who it is", "write who does it, by profession or part in the study, such as `a midwife`")
BARE = {
    "name": (
        "a name of its own",
        "write what it is called, such as `Exercise diary` or `Walking group`",
    ),
    "value": RESULT,
    "background": ABLE,
    "expertise": ABLE,
    "where": (
        "an address or a name",
        "write its address or who sells or gives it, such as `Example Sports`",
    ),
    "method": (
        "a way of measuring",
        "write by what it is seen or counted, such as `tablets that are left are counted`",
    ),
    "monitoring": (
        "a way of following",
        "write by what it is seen or counted, such as `a diary that is read at each visit`",
    ),
    "when": WHEN,
    "trigger": WHEN,
    "at": WHEN,
    "by": WHO,
    "decided_by": WHO,
    "assessed_by": WHO,
    "frequency": ("how often", "write how often it takes place, such as `once a month`"),
    "kind": (
        "a kind of place",
        "write what place it is, its country under `country:`, such as `school`",
    ),
}
DESCRIPTION = ("a description", "write the content: what is done, or why, in a sentence")
#: The longest text that a remedy repeats.
LONGEST = 100


@rule("intspec/placeholder", scope="study")
def placeholder(subject: Subject) -> Iterator[Finding]:
    """A placeholder is offered as content.

    ## What it checks
    No text is, as a whole, only TBC, N/A, "see manual", a dash, underscores or the like, nor a word
    that says that it is not known: unknown, unclear, not stated, not reported. Such a
    text counts as missing. Notes, which keep the words of an imported form, are left alone.
    Where a description, a reason, a change or a way of following is asked, a bare `yes`, `none` or
    number counts as missing too; and so does a sentence of which nothing is left but the words of
    the question, names around it, and that it was done: `usual care was delivered as planned`,
    `suitably qualified staff`, `training was provided`, `commercially available`, `Arm A`,
    `at regular intervals`, `relevant theory was used`.
    A name is no description: so does a description of a procedure, a reason, the text of a
    component, the content of a training or a narrative that is, but for case, punctuation and
    plurals, the arm's name, the document's title, the heading of an item, or the procedure's key.
    A length of time that is nothing (`P0W`, `PT0M`) is told as well; an offset of nothing and no
    washout are answers.

    ## Why it matters
    Journals bounce a bare "n/a", and "see manual" helps only those who have the manual.

    ## Example
    `goal: Fewer readmissions in the year after discharge.`

    ## Instead
    For what does not apply: a declaration with a reason. For what stands elsewhere: the content
    here, and the document under `locations`.

    ## Reference
    TIDieR 2014, guide.
    """
    for text, path in spec_index(subject.spec).texts:
        # Notes keep the words of a form as they stood, and do not count as content.
        if path[0] == "notes" or not is_placeholder(text):
            continue
        if isinstance(text, RepeatedName | BareWord):
            asked, remedy = BARE.get(_key_of(path), DESCRIPTION)
            if isinstance(text, BareWord) and text.about in ("content", "kind"):
                asked, remedy = WHO if path[0] == "providers" else DESCRIPTION
            said = (
                f"only says {text.about} again"
                if isinstance(text, RepeatedName)
                else f"stands where {asked} is asked"
            )
            yield Finding(
                f"`{text.strip()}` {said}",
                path,
                remedy,
                severity=_of_arm(path, subject),
                at="value",
            )
        elif is_proposed(text):
            yield proposed(text, path)
        elif normal(text) in UNKNOWN:
            yield Finding(
                f"`{text.strip()}` says that it is not known, which is no content",
                path,
                _hint(text, path),
                at="value",
            )
        else:
            yield Finding(
                f"`{text.strip()}` is a placeholder, not content",
                path,
                _hint(text, path),
                at="value",
            )
    yield from _no_time(spec_index(subject.spec).durations)


def proposed(text: str, path: Path) -> Finding:
    """Say that a text is proposed.

    Args:
        text: The text, with the mark before it.
        path: Where it stands.
    """
    return Finding(
        f"`{shorten(text, LONGEST_SHOWN)}` is proposed, and no person has confirmed it",
        path,
        f"look at it, change what is not so, and take away `{PROPOSED}`",
        severity="note",
        at="value",
    )


def _no_time(durations: Sequence[tuple[str, Path]]) -> Iterator[Finding]:
    """Go over the lengths of time that are nothing, each range of them once."""
    nothing = {path: text for text, path in durations if not any(parse(text).parts)}
    for path, text in nothing.items():
        both = {(*path[:-1], end) for end in ("min", "max")} <= nothing.keys()
        if path[-1] in MAY_BE_NOTHING or (both and path[-1] == "min"):
            continue
        names = [f"`{step}`" for step in path if isinstance(step, str)]
        name = names[-2] if both else names[-1]
        of = f" of {names[-2]}" if path[-1] in ("min", "max") and not both else ""
        yield Finding(
            f"{name}{of} is `{text}`, which is no time at all",
            path[:-1] if both else path,
            f"write how long it is, or remove {names[-2] if path[-1] == 'per' else name} until it "
            "is known",
            severity="warning",
            at="value",
        )


@rule("intspec/hidden-character", scope="study", severity="warning")
def hidden_character(subject: Subject) -> Iterator[Finding]:
    """A text holds characters that nobody can see.

    ## What it checks
    No text holds control characters, characters that turn the direction of reading around what
    follows, or spaces without width. Marks that scripts need (joiners, left-to-right and
    right-to-left marks) are left alone.

    ## Why it matters
    They come along with text copied from elsewhere, make words impossible to find, and can make a
    line read as something other than what is stored.

    ## Example
    `name: Steps Together`, typed anew where a copy does not match.

    ## Instead
    Delete what stands around the place named, and type it again.

    ## Reference
    Unicode Technical Report 36, Unicode Security Considerations.
    """
    for text, path in spec_index(subject.spec).texts:
        if text.isprintable():
            continue
        hidden = any_of(HIDDEN_FROM_READERS).search(text)
        if hidden:
            import unicodedata  # noqa: PLC0415 -- start-up

            code = f"U+{ord(hidden.group()):04X}"
            name = unicodedata.name(hidden.group(), "a control character").lower()
            yield Finding(
                f"a character that cannot be seen, {code} ({name}), stands in "
                f"'{visible(text[:40])}'",
                path,
                _typed_anew(text),
                at="value",
            )


def _typed_anew(text: str) -> str:
    from intspec.text.yaml_text import on_one_line  # noqa: PLC0415 -- only a finding needs it

    clean = flat(any_of(HIDDEN_FROM_READERS).sub("", text))
    shown = len(clean) <= LONGEST and "`" not in clean
    return f"type it anew: `{on_one_line(clean)}`" if shown else "type the text again without it"


def _key_of(path: Path) -> str:
    """Return the key that a text stands at, be it in a list."""
    return next(step for step in reversed(path) if isinstance(step, str))


def _of_arm(path: Path, subject: Subject) -> Severity:
    """Return how grave it is that a description is missing, which depends on the arm's role."""
    arm = subject.spec.interventions.get(str(path[1])) if path[0] == "interventions" else None
    return "warning" if arm is not None and arm.role in LENIENT_ROLES else "error"


def _hint(text: str, path: Path) -> str:
    if path[-1] == "reason":
        return "write the reason in words: it is printed in every form"
    words = normal(text)
    if words in NOT_APPLICABLE:
        left_out = to_leave_out(path)
        told = "a declaration says that nothing applies, with a `reason`"
        if left_out != "it":
            return f"write the content, or remove {left_out}; {told}"
        return f"remove it; {told}"
    if words in UNKNOWN and to_leave_out(path) == "it":
        return (
            "write the content, or remove the key and declare why it is not known, with a `reason`"
        )
    if words.startswith(ELSEWHERE):
        return "write the content here, and name the document under `locations`"
    if to_leave_out(path) != "it":
        return "write the content"
    return "write the content, or remove the key until it is known"


RULES: tuple[Rule, ...] = (placeholder, hidden_character)
