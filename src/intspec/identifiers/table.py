"""The table of all kinds of identifiers, and of registries by the names that people use.

Forms were compared with published lists of registry numbers (the European Clinical Research
Infrastructure Network's table of identifier types, and the `ctregistries` package's table of
expressions), and with numbers in print. Where a registry speaks of check digits but does not
publish their rule, as for EudraCT numbers, none is checked.
"""

from collections.abc import Mapping

from intspec.identifiers.kinds import (
    IdentifierKind,
    actrn_digits_fit,
    marked,
    orcid_digits_fit,
    ror_digits_fit,
)

_TABLE = (
    # Registries come first: the DOI of a registration names the registration.
    # Registries that take studies from anywhere, or from all of the European Union.
    marked(
        "nct",
        "NCT",
        "[0-9]{8}",
        "`NCT` and eight digits",
        "NCT01400022",
        registry="ClinicalTrials.gov",
        name="an NCT number",
        labels=("ClinicalTrials.gov", "NCT"),
        addresses=(
            "clinicaltrials.gov/study/",
            "clinicaltrials.gov/show/",
            "clinicaltrials.gov/ct2/show/",
        ),
        url="https://clinicaltrials.gov/study/{}",
        aliases=("NCT", "CT.gov", "Clinical Trials", "ClinicalTrials"),
    ),
    marked(
        "isrctn",
        "ISRCTN",
        "[0-9]{8}",
        "`ISRCTN` and eight digits",
        "ISRCTN10043328",
        registry="ISRCTN",
        name="an ISRCTN number",
        addresses=("isrctn.com/", "isrctn.org/", "doi.org/10.1186/"),
        url="https://www.isrctn.com/{}",
        aliases=("ISRCTN registry", "isrctn.com", "Current Controlled Trials"),
    ),
    IdentifierKind(
        id="eudract",
        name="a EudraCT number",
        form="a year, six digits that begin with 0, and two check digits, joined by hyphens",
        example="2004-002714-11",
        pattern="(20[0-9]{2})-?(0[0-9]{5})-?([0-9]{2})(?:-(?:[A-Z]{2}|3RD))?",
        template="{}-{}-{}",
        labels=("EudraCT", "EUCTR"),
        addresses=("clinicaltrialsregister.eu/ctr-search/search?query=",),
        url="https://www.clinicaltrialsregister.eu/ctr-search/search?query={}",
        registry="EudraCT",
        aliases=("EUCTR", "EU-CTR", "EU CT", "EU Clinical Trials Register"),
    ),
    IdentifierKind(
        id="ctis",
        name="an EU CT number",
        form="a year, six digits that begin with 5, and twice two digits, joined by hyphens",
        example="2022-500024-30-00",
        pattern="(20[0-9]{2})-?(5[0-9]{5})-?([0-9]{2})-?([0-9]{2})",
        template="{}-{}-{}-{}",
        labels=("CTIS", "EUCT", "EUCTR"),
        addresses=("euclinicaltrials.eu/ctis-public/view/",),
        url="https://euclinicaltrials.eu/ctis-public/view/{}",
        registry="CTIS",
        aliases=(
            "EU CT",
            "EU-CTR",
            "EU Clinical Trials Register",
            "EU Clinical Trials Information System",
            "Clinical Trials Information System",
        ),
    ),
    marked(
        "utn",
        "U1111",
        "[0-9]{4}-[0-9]{4}",
        "`U1111-` and twice four digits, joined by a hyphen",
        "U1111-1131-4384",
        registry="WHO UTN",
        name="a Universal Trial Number",
        between="-",
        labels=("UTN",),
        aliases=("UTN", "Universal Trial Number", "WHO Universal Trial Number"),
    ),
    marked(
        "prospero",
        "CRD",
        "42[0-9]{9,10}",
        "`CRD42` and nine or ten digits",
        "CRD42024418293",
        registry="PROSPERO",
        labels=("PROSPERO",),
        marks=("crd", "prospero"),
        addresses=("crd.york.ac.uk/prospero/view/",),
        url="https://www.crd.york.ac.uk/PROSPERO/view/{}",
        aliases=("International Prospective Register of Systematic Reviews",),
    ),
    marked(
        "osf",
        "osf.io/",
        "[0-9a-z]{5}",
        "`osf.io/` and five letters or digits",
        "osf.io/sxjak",
        registry="OSF",
        name="an OSF address",
        case="kept",
        pattern=r"((?:10\.17605/)?osf\.io/[0-9a-z]{5})",
        template="{}",
        labels=("doi",),
        addresses=("doi.org/",),
        aliases=("Open Science Framework", "osf.io", "OSF Registries"),
    ),
    # Registries of one country or region: the other primary registries of the WHO network. Those of
    # Japan are one member of the network together, which writes `JPRN-` before their numbers.
    marked(
        "actrn",
        "ACTRN",
        "126[0-9]{11}",
        "`ACTRN126` and eleven digits",
        "ACTRN12605000025639",
        registry="ANZCTR",
        name="an ACTRN",
        pattern="(?:ACTRN)?[-:#]?(126[0-9]{11})p?",
        check=actrn_digits_fit,
        check_published=False,
        url="https://www.anzctr.org.au/{}.aspx",
        addresses=("anzctr.org.au/",),
        aliases=("ACTRN", "ACTR", "Australian New Zealand Clinical Trials Registry"),
    ),
    marked(
        "chictr",
        "ChiCTR",
        "[0-9]{10}|-[A-Z]{3,5}-[0-9]{8}",
        "`ChiCTR` and ten digits, or in older numbers three to five letters and eight digits",
        "ChiCTR1800014249",
        registry="ChiCTR",
        pattern="(?:ChiCTR)?[:#]?([0-9]{10}|-[A-Z]{3,5}-[0-9]{8})",
        labels=(),
        aliases=("Chinese Clinical Trial Registry", "Chinese Clinical Trials Registry"),
    ),
    marked(
        "ctri",
        "CTRI",
        "",
        "`CTRI`, a year, two or three digits and six digits, with slashes between them",
        "CTRI/2017/04/008326",
        registry="CTRI",
        pattern="(?:CTRI)?[-/:#]?(20[0-9]{2})[-/]([0-9]{2,3})[-/]([0-9]{6})",
        template="CTRI/{}/{}/{}",
        aliases=("Clinical Trials Registry - India", "Clinical Trials Registry India"),
    ),
    marked(
        "drks",
        "DRKS",
        "[0-9]{8}",
        "`DRKS` and eight digits",
        "DRKS00005115",
        registry="DRKS",
        labels=("DRKS", "DRKS-ID"),
        addresses=("drks.de/search/en/trial/", "drks.de/search/de/trial/"),
        url="https://drks.de/search/en/trial/{}",
        aliases=("German Clinical Trials Register", "Deutsches Register Klinischer Studien"),
    ),
    marked(
        "irct",
        "IRCT",
        "[0-9]{11,14}N[0-9]{1,3}",
        "`IRCT`, eleven to fourteen digits, `N` and one to three digits",
        "IRCT2016080318745N10",
        registry="IRCT",
        name="an IRCT number",
        aliases=("Iranian Registry of Clinical Trials",),
    ),
    marked(
        "itmctr",
        "ITMCTR",
        "[0-9]{10}",
        "`ITMCTR` and ten digits",
        "ITMCTR1900002281",
        registry="ITMCTR",
        name="an ITMCTR number",
        aliases=("International Traditional Medicine Clinical Trial Registry",),
    ),
    marked(
        "japiccti",
        "JapicCTI",
        "[0-9]{6}",
        "`JapicCTI-` and six digits",
        "JapicCTI-132384",
        registry="JapicCTI",
        between="-",
        labels=("JPRN", "JapicCTI"),
        aliases=("Japan Pharmaceutical Information Center", "JPRN"),
    ),
    marked(
        "jmacct",
        "JMA-IIA",
        "[0-9]{5}",
        "`JMA-IIA` and five digits",
        "JMA-IIA00078",
        registry="JMACCT",
        labels=("JPRN", "JMACCT"),
        aliases=(
            "JMA-CCT",
            "JMA-IIA",
            "JMACCT Clinical Trials Registry",
            "Japan Medical Association Center for Clinical Trials",
            "JPRN",
        ),
    ),
    marked(
        "jrct",
        "jRCT",
        "[a-z][0-9]{9}|[0-9]{10}",
        "`jRCT` and ten digits, or `jRCT`, a small letter and nine digits",
        "jRCTs031180159",
        registry="jRCT",
        case="lower",
        labels=("JPRN", "jRCT"),
        addresses=("jrct.mhlw.go.jp/en-latest-detail/", "jrct.niph.go.jp/en-latest-detail/"),
        url="https://jrct.mhlw.go.jp/en-latest-detail/{}",
        aliases=("Japan Registry of Clinical Trials", "JPRN"),
    ),
    marked(
        "kct",
        "KCT",
        "[0-9]{7}",
        "`KCT` and seven digits",
        "KCT0004176",
        registry="CRiS",
        name="a KCT number",
        aliases=(
            "KCT",
            "Clinical Research Information Service",
            "Clinical Research Information Service, Republic of Korea",
        ),
    ),
    marked(
        "lbctr",
        "LBCTR",
        "20[0-9]{8}",
        "`LBCTR`, a year and six digits",
        "LBCTR2019020191",
        registry="LBCTR",
        name="an LBCTR number",
        aliases=("Lebanese Clinical Trials Registry", "Lebanon Clinical Trials Registry"),
    ),
    marked(
        "ntr",
        "NTR",
        "",
        "`NL-OMON` and five digits, or in older numbers `NL` or `NTR` and one to five digits",
        "NL-OMON36374",
        registry="OMON",
        name="a Dutch registry number",
        pattern="(NL-OMON)([0-9]{5})|(NL|NTR)([0-9]{1,5})",
        template="{}{}",
        labels=("DutchTrialRegister", "NetherlandsTrialRegister"),
        marks=("nl", "ntr"),
        aliases=(
            "NTR",
            "NL",
            "NL-OMON",
            "Dutch Trial Register",
            "Netherlands Trial Register",
            "Netherlands National Trial Register",
            "Overview of Medical Research in the Netherlands",
        ),
    ),
    marked(
        "pactr",
        "PACTR",
        "20[0-9]{13,14}",
        "`PACTR`, a year and eleven or twelve digits",
        "PACTR201608001777236",
        registry="PACTR",
        aliases=("Pan African Clinical Trials Registry", "Pan African Clinical Trial Registry"),
    ),
    marked(
        "rebec",
        "RBR",
        "[0-9a-z]{6,8}",
        "`RBR-` and six to eight letters or digits",
        "RBR-2b9qf7h",
        registry="ReBec",
        pattern="RBR[-:#]?([0-9a-z]{6,8})",
        between="-",
        case="lower",
        aliases=("RBR", "Brazilian Clinical Trials Registry"),
        url="https://ensaiosclinicos.gov.br/rg/{}",
        addresses=("ensaiosclinicos.gov.br/rg/",),
    ),
    marked(
        "repec",
        "PER",
        "[0-9]{3}-[0-9]{2}",
        "`PER-`, three digits, a hyphen and two digits",
        "PER-002-21",
        registry="REPEC",
        between="-",
        aliases=("Peruvian Clinical Trial Registry", "Peruvian Clinical Trials Registry"),
    ),
    marked(
        "rpcec",
        "RPCEC",
        "[0-9]{8}",
        "`RPCEC` and eight digits",
        "RPCEC00000139",
        registry="RPCEC",
        name="an RPCEC number",
        aliases=("Cuban Public Registry of Clinical Trials",),
    ),
    marked(
        "slctr",
        "SLCTR",
        "",
        "`SLCTR`, a year and three digits, with slashes between them",
        "SLCTR/2018/002",
        registry="SLCTR",
        name="an SLCTR number",
        pattern="(?:SLCTR)?[-/:#]?(20[0-9]{2})[-/]([0-9]{3})",
        template="SLCTR/{}/{}",
        aliases=("Sri Lanka Clinical Trials Registry",),
    ),
    marked(
        "tctr",
        "TCTR",
        "20[0-9]{9}",
        "`TCTR`, a date and three digits",
        "TCTR20170511001",
        registry="TCTR",
        url="https://www.thaiclinicaltrials.org/show/{}",
        addresses=("thaiclinicaltrials.org/show/",),
        aliases=("Thai Clinical Trials Registry",),
    ),
    marked(
        "umin",
        "UMIN",
        "[0-9]{9}",
        "`UMIN` and nine digits",
        "UMIN000012045",
        registry="UMIN-CTR",
        labels=("JPRN", "UMIN-CTR"),
        aliases=(
            "UMIN",
            "UMIN Clinical Trials Registry",
            "University Hospital Medical Information Network",
            "JPRN",
        ),
    ),
    # People and organisations.
    IdentifierKind(
        id="orcid",
        name="an ORCID iD",
        form="four groups of four digits, the last character a digit or `X`",
        example="0000-0002-1825-0097",
        pattern="([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])",
        template="{}-{}-{}-{}",
        labels=("ORCID", "ORCIDiD"),
        addresses=("orcid.org/",),
        check=orcid_digits_fit,
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
        check=ror_digits_fit,
        url="https://ror.org/{}",
    ),
    # Publications.
    IdentifierKind(
        id="doi",
        name="a DOI",
        form="`10.`, the number of a publisher, a slash and the rest, without `https://doi.org/`",
        example="10.1136/bmj.g1687",
        pattern=r"(10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,9}/[!-~]{1,1800})",
        template="{}",
        case="kept",
        any_sign=True,
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

#: Every kind of identifier, by its id.
KINDS: Mapping[str, IdentifierKind] = {kind.id: kind for kind in _TABLE}
#: The short name of each registry whose numbers are known.
REGISTRIES: tuple[str, ...] = tuple(kind.registry for kind in KINDS.values() if kind.registry)


def registry_kinds(name: str) -> tuple[str, ...]:
    """Return the kinds of numbers that a registry gives; none for a registry that is not known.

    Args:
        name: A short or full name; case, spaces and punctuation do not matter.
    """
    return _KINDS_OF.get(_plain(name), ())


def registry_names() -> tuple[str, ...]:
    """Return every name by which a registry is known, short and full."""
    names = (
        name for kind in KINDS.values() if kind.registry for name in (kind.registry, *kind.aliases)
    )
    return tuple(dict.fromkeys(names))


def _plain(name: str) -> str:
    plain = "".join(filter(str.isalnum, name.casefold()))
    return plain.removeprefix("the")


def _kinds_of() -> Mapping[str, tuple[str, ...]]:
    kinds_of: dict[str, tuple[str, ...]] = {}
    for kind in KINDS.values():
        if kind.registry:
            for name in dict.fromkeys(map(_plain, (kind.registry, *kind.aliases))):
                kinds_of[name] = (*kinds_of.get(name, ()), kind.id)
    return kinds_of


_KINDS_OF = _kinds_of()
