"""The check digits of identifiers: what each must be, from the rest of the number."""

#: The letters and digits of a ROR ID, each at the place of its value (Crockford's base 32).
BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
TEN = 10


def orcid(canonical: str) -> bool:
    """Tell whether the last character of an ORCID iD fits the others (ISO 7064, MOD 11-2)."""
    digits = canonical.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2 % 11
    check = (12 - total) % 11
    return digits[-1] == ("X" if check == TEN else str(check))


def ror(canonical: str) -> bool:
    """Tell whether the last two digits of a ROR ID fit the others (ISO 7064, MOD 97-10)."""
    value = 0
    for letter in canonical[:-2]:
        value = value * 32 + BASE_32.index(letter)
    return 98 - value * 100 % 97 == int(canonical[-2:])


def actrn(canonical: str) -> bool:
    """Tell whether the last three digits of an ACTRN fit the others.

    The registry does not publish the rule. It was found from numbers in print, and every one of 31
    that were issued from 2005 to 2023 follows it: the first check digit makes up the digits of
    `126` and the year to a multiple of ten, the second those of the running number, and the third
    is the sum of these two, modulo ten.
    """
    digits = [int(digit) for digit in canonical.removeprefix("ACTRN")]
    first, second = -sum(digits[:5]) % 10, -sum(digits[5:11]) % 10
    return digits[11:] == [first, second, (first + second) % 10]
