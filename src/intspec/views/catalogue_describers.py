"""Describe in words what catalogues hold, and what was known before the study."""

import re
from collections.abc import Iterable, Iterator, Mapping

from intspec.identifiers import canonical
from intspec.model import (
    Access,
    Background,
    Component,
    Material,
    Measure,
    Provider,
    Setting,
    Specification,
    Supervision,
    Term,
    Training,
    Version,
)
from intspec.views import words
from intspec.views.context import Context
from intspec.views.table import Block

#: The fields by which a thing is named, the best first.
NAMES = ("name", "kind", "text", "country")
CONDUCT = {"providers": "of providers", "participants": "of participants"}
#: The kinds of materials that are called otherwise before "for participants".
MATERIALS = {"digital": "digital material", "training": "training material", "other": ""}
#: Names that say themselves that a material informs, or trains.
INFORMS = re.compile(
    r"\b(?:booklet|brochure|diary|flyer|guide|handbook|handout|information|leaflet|log ?book|"
    r"manual|materials?|pamphlet|questionnaire|sheet|slides|training|workbook|worksheet)s?\b",
    re.IGNORECASE,
)
OWN_ROLE = "deliver it within the work that they have anyway"


def names(keys: tuple[str, ...], entries: Mapping[str, object]) -> str:
    """List what references name: names and kinds, or the key where there is nothing better."""
    texts = []
    for key in keys:
        entry = entries.get(key)
        labels = (getattr(entry, field, None) for field in NAMES)
        texts.append(next((text for text in labels if text), None) or words.term(key))
    # "A gym or a hall and the home" would leave open what belongs together.
    mixed = any(re.search(r"\b(?:and|or)\b|,", text) for text in texts)
    return words.clauses(texts) if mixed else words.listing(texts)


def term_words(terms: tuple[Term, ...]) -> str:
    """Write the terms of vocabularies that name a thing: label and id."""
    return words.listing(f"{term.label} ({term.id})" if term.label else term.id for term in terms)


def describe_provider(
    provider: Provider, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say who the providers are, what they bring, and how they are trained and supervised."""
    number = f" ({words.count(provider.count)})" if provider.count else ""
    first = (provider.count.planned, provider.count.actual) if provider.count else ()
    several = next((one for one in first if one is not None), 1) != 1
    kind = several_of(provider.kind) if several else provider.kind
    yield Block("label", words.upper_first(kind) + number, cites=cites)
    for label, text in (
        ("Background", provider.background),
        ("Expertise", provider.expertise),
        ("Lived experience", provider.lived_experience),
        ("Eligibility", provider.eligibility),
        ("Role", engaged_words(provider.engaged, ahead=context.ahead)),
        ("Incentives", provider.incentives),
        ("Terms", term_words(provider.terms)),
    ):
        if text:
            yield Block("bullet", words.sentence(text), label)
    if provider.training is not None:
        text = training_words(provider.training, context.spec, ahead=context.ahead)
        yield Block("bullet", text, "Training", context.cite(provider.training.sources))
    if provider.supervision is not None:
        text = supervision_words(provider.supervision)
        yield Block("bullet", text, "Supervision", context.cite(provider.supervision.sources))


def several_of(kind: str) -> str:
    """Return the plural of a kind of people, where it is a plain one: `nurses`."""
    plain = re.fullmatch(r"(?:[\w-]+ ){0,3}[\w-]*(?:er|or|ist|ian|an|se|ant|nt|yst|ach|ee)", kind)
    return (
        kind
        if plain is None or kind.endswith(("men", "ss"))
        else f"{kind}{'e' * kind.endswith('ch')}s"
    )


def engaged_words(engaged: str | None, *, ahead: bool) -> str:
    """Say whether providers have the work anyway or are recruited for it."""
    recruited = f"{words.was(ahead=ahead, many=True)} recruited for it"
    return {
        "own-role": f"they {OWN_ROLE}",
        "recruited": f"they {recruited}",
        "mixed": f"some {OWN_ROLE}, others {recruited}",
    }.get(engaged or "", "")


def training_words(training: Training, spec: Specification, *, ahead: bool) -> str:
    """Say what training was given, or that none was; while the study is ahead, what is planned."""
    materials = names(training.materials, spec.materials)
    none = training.given is False
    done = "planned" if ahead else "given"
    length = words.duration(training.length) if training.length else None
    parts = [
        words.clauses([f"none {done}", training.reason], ": ") if none else None,
        training.content,
        f"length: {length}" if length and training.content else length,
        words.led("given by", training.by) if training.by else None,
        f"materials: {materials}" if materials else None,
        None if none else training.reason,
    ]
    return words.sentences(parts) or f"{words.upper_first(done)}."


def supervision_words(supervision: Supervision) -> str:
    """Say who supervises, how and how often."""
    by = words.led("by", supervision.by) if supervision.by else None
    return words.sentence(
        words.clauses(
            [by, *map(words.inside, (supervision.form or "", supervision.frequency or ""))]
        )
    )


def describe_material(
    material: Material, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what a material is, for whom, and how to get it."""
    kind = MATERIALS.get(material.kind or "", words.term(material.kind or ""))
    # "Patient manual: information for participants" says nothing that "manual" does not.
    if INFORMS.search(material.name) and material.kind in ("information", "training"):
        kind = ""
    audience = words.listing(material.audience)
    parts = [
        words.clauses([kind, f"for {audience}" if audience else None], " "),
        material.description,
        words.clauses(
            [material.generic_name, material.strength, material.form, material.route], ", "
        ),
        maker_words(material.maker) if material.maker else None,
        material.batch,
        material.quantity,
        *(version_words(version) for version in material.versions),
        access_words(material.access) if material.access else None,
    ]
    yield Block("bullet", words.sentences(parts), material.name, cites)


def maker_words(maker: str) -> str:
    """Say who makes a thing; `any` is any maker."""
    plain = maker.strip().removesuffix(".").lower()
    if plain in {"any", "various", "several", "many", "different"}:
        return f"made by {plain} {'maker' if plain == 'any' else 'makers'}"
    return words.led("made by", maker)


def version_words(version: Version) -> str:
    """Say what a version is called, when it was in force, and what was other in it."""
    span = words.clauses(
        [
            f"from {version.starts}" if version.starts else None,
            f"until {version.ends}" if version.ends else None,
        ],
        " ",
    )
    number = words.clauses([f"version {version.version}", span], " ")
    return words.clauses([number, version.changes], ": ")


def access_words(access: Access) -> str:
    """Say how others can get a material."""
    origin = access.where or ""
    ways = {
        "url": words.led("available at", origin),
        "doi": f"available at doi:{canonical('doi', origin) or origin}",
        "appendix": words.led("in", origin) if origin else "in an appendix",
        "commercial": words.led("sold by", origin) if origin else "sold commercially",
        "on-request": words.led("on request from", origin) if origin else "on request",
        "not-available": words.clauses(["not available", origin], ": "),
    }
    if not origin and access.how in {"url", "doi"}:
        ways = {"url": "available on the web", "doi": "available under a DOI"}
    return words.clauses([ways[access.how], access.note], ": ")


def describe_setting(
    setting: Setting, _context: Context, cites: tuple[str, ...], when: Iterable[str | None] = ()
) -> Iterator[Block]:
    """Say what kind of place it is, when it is used, where, and what it must have."""
    kind = words.clauses([setting.kind, setting.country], ", ")
    parts = [
        *when,
        words.count(setting.sites, "site") if setting.sites else None,
        f"infrastructure: {setting.infrastructure}" if setting.infrastructure else None,
        setting.atmosphere,
        f"eligibility: {setting.eligibility}" if setting.eligibility else None,
        term_words(setting.terms),
    ]
    text = words.sentences(parts)
    label = words.upper_first(kind)
    yield Block("bullet", text, label, cites) if text else Block("bullet", label, cites=cites)


def describe_measure(
    measure: Measure, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what is measured, how, and who rates it."""
    of = measure.of or ""
    content = words.listing(map(words.inside, measure.content))
    informants = words.listing(map(words.inside, measure.informants))
    kind = words.clauses([measure.kind, CONDUCT.get(of, f"of the {of}" if of else "")], " ")
    told = measure.kind and measure.kind in measure.name.casefold() and not of
    parts = [
        measure.method,
        f"covers {content}" if content else None,
        words.led("information from", informants) if informants else None,
        words.led("rated by", measure.assessed_by) if measure.assessed_by else None,
        f"target: {measure.target}" if measure.target else None,
        f"unit: {measure.unit}" if measure.unit else None,
        words.clauses(["measured", words.inside(measure.when)], " ") if measure.when else None,
    ]
    name = measure.name if told or not kind else f"{measure.name} ({kind})"
    yield Block("bullet", words.sentences(parts), name, cites)


def describe_component(
    component: Component, context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what an ingredient is, why it is there and what became of it last."""
    domain = context.spec.domains.get(component.domain or "")
    materials = names(component.realised_by, context.spec.materials)
    parts = [
        component.text,
        f"function: {component.why}" if component.why else None,
        f"{words.term(component.form)} form" if component.form else None,
        f"carried out with: {materials}" if materials else None,
        term_words(component.terms),
        _last_event(component, context.spec),
    ]
    label = domain.name if domain is not None else ""
    yield Block("bullet", words.sentences(parts), label, cites)


def _last_event(component: Component, spec: Specification) -> str | None:
    if not component.history:
        return None
    last = component.history[-1]
    priority = f" as {last.priority}" if last.priority else ""
    events = spec.development.events if spec.development is not None else {}
    event = events.get(last.event)
    name = (event.name if event is not None else None) or words.term(last.event)
    return f"{last.outcome}{priority} as of {name}"


def describe_background(
    background: Background, _context: Context, cites: tuple[str, ...]
) -> Iterator[Block]:
    """Say what was known of an intervention before the study."""
    for label, text in (
        ("What was known", background.summary),
        ("Known benefits", background.benefits),
        ("Known harms", background.harms),
    ):
        if text:
            yield Block("text", words.sentence(text), label, cites)
    if background.evidence:
        yield Block("label", "Evidence", cites=cites)
        yield from (Block("bullet", words.sentence(text)) for text in background.evidence)
