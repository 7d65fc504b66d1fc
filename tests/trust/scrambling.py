"""Changes to bytes and to packages, by chance: what the fuzzing command feeds."""

import io
import random
import zipfile

#: What is put in the place of a piece of the text.
PIECES: tuple[bytes, ...] = (
    *(
        b"",
        b"\x00",
        b"\xff",
        b"\xc3",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
        b"\t",
        b"\r",
        b"\n",
        b"\n\n",
    ),
    *(
        b"- ",
        b": ",
        b":",
        b"? ",
        b"{",
        b"}",
        b"[",
        b"]",
        b"&a ",
        b"*a",
        b"!!str ",
        b"|",
        b">",
        b"%",
    ),
    *(b"@", b"`", b'"', b"'", b"#", b"---\n", b"...\n", b"<<: ", b"null", b"~", b"true", b"no"),
    *(b".inf", b".nan", b"1e999", b"-0", b"0x1F", b"99999999999999999999", b"P1Y", b"PT", b"P-1D"),
    *(b"2026-02-30", b"[" * 70, b"{a: " * 70, b"a" * 5000, b"=cmd|' /C calc'!A0", b"<script>"),
    *(b"\\u0000", b"{{7*7}}", b"'''", b'"""', b"[[", b"]]", b" = ", b"\\", b"</w:t>", b"<w:tc>"),
    *(b"&#0;", b"&lt;", b"<!DOCTYPE a>"),
)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Change a few places of a text."""
    text = bytearray(raw)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(7):
            case 0 if text:
                text[at % len(text)] ^= 1 << chance.randrange(8)
            case 1:
                text[at : at + chance.randrange(12)] = chance.choice(PIECES)
            case 2:
                text[at:at] = chance.choice(PIECES)
            case 3:
                del text[at : at + chance.randrange(1, 60)]
            case 4:
                other = chance.randrange(len(text) + 1)
                text[at:at] = text[other : other + chance.randrange(200)]
            case 5:
                lines = bytes(text).split(b"\n")
                one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[two] = lines[two], lines[one]
                text = bytearray(b"\n".join(lines))
            case _:
                del text[at:]
    return bytes(text)


def inside(raw: bytes, chance: random.Random) -> bytes:
    """Change a part of a package, or the package itself."""
    if chance.random() < 0.2:
        return mutated(raw, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        wanted = [n for n in names if n.endswith(("document.xml", "sheet1.xml", "Strings.xml"))]
        chosen = chance.choice(wanted if chance.random() < 0.8 else names)
        for name in names:
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if name == chosen else content)
    return out.getvalue()
