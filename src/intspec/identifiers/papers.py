"""Identifiers of publications, people and organisations."""

from intspec.identifiers import checksums
from intspec.identifiers.kinds import IdentifierKind

PUBLICATIONS = (
    IdentifierKind(
        id="doi",
        name="a DOI",
        form="`10.`, the number of a publisher, a slash and the rest, without `https://doi.org/`",
        example="10.1136/bmj.g1687",
        pattern=r"(10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,9}/[!-~]{1,1800})",
        template="{}",
        case="kept",
        labels=("doi",),
        addresses=("doi.org/", "dx.doi.org/"),
        url="https://doi.org/{}",
    ),
    IdentifierKind(
        id="pmid",
        name="a PubMed number",
        form="one to eight digits, in quotes",
        example="34419155",
        pattern="([1-9][0-9]{0,7})",
        template="{}",
        labels=("PMID", "PubMed", "PubMedID"),
        addresses=("pubmed.ncbi.nlm.nih.gov/", "ncbi.nlm.nih.gov/pubmed/"),
        marks=("pmid", "pubmed"),
        url="https://pubmed.ncbi.nlm.nih.gov/{}/",
    ),
    IdentifierKind(
        id="pmcid",
        name="a PubMed Central number",
        form="`PMC` and one to eight digits",
        example="PMC8379721",
        pattern="(?:PMC)?([1-9][0-9]{0,7})",
        template="PMC{}",
        labels=("PMCID", "PMC", "PubMedCentral"),
        addresses=("pmc.ncbi.nlm.nih.gov/articles/", "ncbi.nlm.nih.gov/pmc/articles/"),
        marks=("pmc",),
        url="https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    ),
)
PEOPLE = (
    IdentifierKind(
        id="orcid",
        name="an ORCID iD",
        form="four groups of four digits, the last character a digit or `X`",
        example="0000-0002-1825-0097",
        pattern="([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])",
        template="{}-{}-{}-{}",
        labels=("ORCID", "ORCIDiD"),
        addresses=("orcid.org/",),
        check=checksums.orcid,
        url="https://orcid.org/{}",
    ),
    IdentifierKind(
        id="ror",
        name="a ROR ID",
        form="a zero, six letters or digits and two check digits",
        example="03yrm5c26",
        pattern="(0[0-9a-hjkmnp-tv-z]{6}[0-9]{2})",
        template="{}",
        case="lower",
        labels=("ROR", "RORID"),
        addresses=("ror.org/",),
        marks=("ror",),
        check=checksums.ror,
        url="https://ror.org/{}",
    ),
)
