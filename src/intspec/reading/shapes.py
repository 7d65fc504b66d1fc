"""Tell by its keys what data is that is no specification."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from intspec.lazy import frozen
from intspec.reading.refusals import Problem

if TYPE_CHECKING:
    from intspec.reading.document import Span

GIVE_TEXT = "give the YAML or JSON file itself"
MANUSCRIPT = f"{GIVE_TEXT}; of a manuscript, `intspec import --from manuscript` makes a draft"
DRAFT = "`intspec init` writes a specification to start from"
REGISTRY = f"{DRAFT}; name this record in it, under `registrations:`"
RECORD = "`intspec import` makes a draft of it"
REFERENCES = f"{DRAFT}; what you cite belongs into it, under `sources:`"
FORM = "as a filled form it can be checked, and `intspec import` makes a draft of it"


@frozen
class Shape:
    """A kind of data.

    Attributes:
        what: What it is, in words.
        remedy: What to do.
        ways: The ways to tell it: in each, the places that must be there, with a blank between.
            A place is a path of keys, joined by `/`; in a list, the first entry is looked at.
            Behind `=` stands how the text begins that must be there.
    """

    what: str
    remedy: str
    ways: tuple[str, ...]

    def problem(self, span: "Span", line: str) -> Problem:
        """Say what a file is that holds such data.

        Args:
            span: Where that is told.
            line: The line where it begins.
        """
        message = f"this is {self.what}, not a specification"
        return Problem("wrong-kind-of-file", message, self.remedy, *span, line)


#: The more special before the more general.
SHAPES: tuple[Shape, ...] = (
    Shape(
        "a record of ClinicalTrials.gov",
        RECORD,
        (
            "protocolSection",
            "studies/protocolSection",
            "study/protocolSection",
            "ProtocolSection",
            "Study/ProtocolSection",
            "FullStudy",
            "FullStudiesResponse",
            "StudyFieldsResponse",
            "clinical_study",
            "nct_id",
            "nctId",
        ),
    ),
    Shape(
        "a study in USDM",
        DRAFT,
        (
            "usdmVersion",
            "instanceType=Study",
            "study/instanceType=Study",
            "study/versions/studyDesigns",
            "study/studyDesigns",
            "study/studyIdentifiers",
            "clinicalStudy/studyIdentifiers",
            "clinicalStudy/studyDesigns",
            "studyDesigns studyIdentifiers",
        ),
    ),
    Shape("a study in CDISC ODM", DRAFT, ("ODM", "fileOID", "creationDateTime odmVersion")),
    Shape(
        "a record of a registry",
        REGISTRY,
        ("ctNumber", "trial/isrctn", "isrctn", "TrialID", "trialId"),
    ),
    Shape("a FHIR resource", DRAFT, ("resourceType",)),
    Shape("a citation file (CITATION.cff)", REFERENCES, ("cff-version",)),
    Shape(
        "a list of references",
        REFERENCES,
        (
            "type title author",
            "type title issued",
            "type title DOI",
            "type title container-title",
            "type=article title",
            "type=book title",
            "type=chapter title",
            "type=paper-conference title",
            "type=report title",
            "type=thesis title",
            "type=webpage title",
            "references/type references/title",
            "references/id references/title",
            "items/itemType",
            "config/label=BetterBibTeX",
            "data/itemType",
            "itemType title",
            "entries/type entries/title",
        ),
    ),
    Shape(
        "a record of a publication",
        REFERENCES,
        (
            "message-type message",
            "DOI title",
            "esearchresult",
            "header result",
            "resultList/result",
            "display_name ids",
            "doi titles",
            "data/attributes/doi",
            "upload_type",
            "metadata/doi",
            "metadata/upload_type",
            "conceptrecid",
        ),
    ),
    Shape("a description of a program's interface (OpenAPI)", GIVE_TEXT, ("openapi", "swagger")),
    Shape("a description of a program's messages (AsyncAPI)", GIVE_TEXT, ("asyncapi",)),
    Shape(
        "a report of findings (SARIF)",
        "give the specification that it is about",
        ("runs/tool", "$schema=https://json.schemastore.org/sarif"),
    ),
    Shape(
        "a report of intspec",
        "give the specification that it is about",
        ("schema=intspec-", "files/items files/diagnostics"),
    ),
    Shape("a list of terms, a vocabulary", GIVE_TEXT, ("terms/id terms/label", "terms/code")),
    Shape(
        "a JSON Schema",
        GIVE_TEXT,
        (
            "$schema=http://json-schema.org/",
            "$schema=https://json-schema.org/",
            "$defs",
            "$id properties",
            "type=object properties",
            "definitions properties",
        ),
    ),
    Shape(
        "a description of a program's package",
        GIVE_TEXT,
        (
            "name dependencies",
            "name devDependencies",
            "name scripts",
            "name version main",
            "name version private",
            "lockfileVersion",
            "name require",
            "packages name",
            "compilerOptions",
            "workspaces",
            "project/name build-system",
        ),
    ),
    Shape("a notebook (Jupyter)", GIVE_TEXT, ("nbformat", "cells/cell_type")),
    Shape("linked data (JSON-LD)", GIVE_TEXT, ("@context", "@graph", "@type", "@id")),
    Shape("a map (GeoJSON)", GIVE_TEXT, ("type=Feature", "type features", "type coordinates")),
    Shape(
        "a list of services (Docker Compose)",
        GIVE_TEXT,
        ("services/image", "services volumes", "services networks", "services version", "services"),
    ),
    Shape("a description of a cluster (Kubernetes)", GIVE_TEXT, ("apiVersion kind",)),
    Shape(
        "a list of jobs for a program",
        GIVE_TEXT,
        ("jobs on", "jobs/runs-on", "jobs", "stages script", "repos/hooks", "pipelines"),
    ),
    Shape(
        "a list of what a program needs",
        GIVE_TEXT,
        ("channels dependencies", "name channels", "python build"),
    ),
    Shape(
        "settings of a website", GIVE_TEXT, ("site_name", "theme plugins", "baseURL", "book/title")
    ),
    Shape(
        "a pointer of DVC to a file",
        "fetch the file itself: `dvc pull`",
        ("outs/md5", "outs/path"),
    ),
    Shape(
        "only a pointer to a document of Google's",
        "open the document and download it as Word: " + FORM,
        ("doc_id", "url=https://docs.google.com/", "resource_id"),
    ),
    Shape("a data package", GIVE_TEXT, ("resources/path", "profile resources")),
)


def shape_of(data: Any) -> Shape | None:
    """Return the kind of data that this is, where its keys tell."""
    return next((s for s in SHAPES if any(fits(way, data) for way in s.ways)), None)


def fits(way: str, data: Any) -> bool:
    """Tell whether data has every place that a way of a shape names."""
    return all(_has(place, data) for place in way.split(" "))


def _has(place: str, data: Any) -> bool:
    path, told, begins = place.partition("=")
    for key in path.split("/"):
        data = data[0] if isinstance(data, list) and data else data
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = data[key]
    return not told or (isinstance(data, str) and data.startswith(begins))
