"""Words that people write as keys, and the keys of the model that they mean."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from intspec.text.names import KnownNames

#: How like a word must be to another for it to be a slip of it.
SURE = 0.8
#: Where the words of a row belong: a path from the record that they were written in, in which `*`
#: stands for an entry of a map or a list; from the root, where it begins with `/`.
Rows = tuple[tuple[str, str], ...]

ARM: Rows = (
    ("schedule.*.duration", "duration length period weeks how_long total_duration"),
    ("schedule.*.sessions", "sessions number_of_sessions session_count n_sessions"),
    ("schedule.*.frequency", "frequency how_often freq times times_per_week"),
    (
        "schedule.*.session_length",
        "session_length session_duration length_of_session duration_of_session session_time",
    ),
    ("schedule.*.note", "when how_much when_and_how_much timing time timeline phases phase"),
    ("/providers.*", "who provider who_provided provided_by delivered_by deliverer deliverers"),
    ("/providers.*", "therapist therapists interventionist facilitator instructor staff team"),
    ("/settings.*", "where setting location locations place places site sites venue"),
    ("/materials.*", "material equipment tools resources handouts documents manual"),
    ("/components.*", "component ingredients elements active_ingredients"),
    ("procedures.*.description", "what procedure activity activities content contents steps"),
    ("procedures.*.description", "description method methods details protocol intervention text"),
    ("delivery.mode", "mode modes how delivery_mode mode_of_delivery format channel"),
    ("delivery.grouping", "grouping individual_or_group group_or_individual"),
    ("delivery.group_size", "group_size size_of_groups"),
    ("delivery.supervised", "supervised supervision"),
    ("schedule.*.intensity", "intensity"),
    ("rationale.goal", "why goal goals aim aims purpose objective objectives reason hypothesis"),
    ("dose.amount", "amount dosage intensity_dose quantity"),
    ("tailoring", "tailored personalisation personalization individualisation titration"),
    ("modifications", "modification changes adaptations amendments modified"),
    ("fidelity", "how_well quality integrity how_well_planned how_well_actual"),
    ("adherence", "compliance attendance engagement"),
    ("participants.allocated", "n size sample_size number allocated randomised randomized"),
    ("role", "type arm_type kind arm"),
    ("procedures.*.description", "type kind"),
    ("name", "title label brief_name arm_name"),
    ("aliases", "title label brief_name arm_name"),
    (
        "concomitant_care.permitted",
        "co_interventions co_intervention concomitant_medication concurrent_care co_medication",
    ),
    ("harms", "adverse_events side_effects safety"),
)
ROOT: Rows = (
    ("interventions", "arms intervention groups arm treatments"),
    ("title", "name study_title heading"),
    ("contributors", "author authors"),
    ("licence", "license"),
    ("funding", "funder funders grant grants"),
    ("registrations", "registration trial_registration nct isrctn registry"),
    ("checklists", "checklist guideline guidelines reporting_guideline"),
    ("stage", "status phase"),
    ("sources", "references reference bibliography citations literature"),
    ("population.description", "participants patients subjects target_population study_population"),
    ("population.inclusion", "inclusion inclusion_criteria eligibility"),
    ("population.exclusion", "exclusion exclusion_criteria"),
    ("described_by", "description_by written_by"),
    ("language", "lang"),
    ("fictitious", "fictional fictive made_up invented"),
    ("intspec", "schema schema_version"),
)
NAMED_BY_KIND: Rows = (("kind", "name title type profession label role"),)
#: The rows of each record of the model by the name of its definition; of the whole, under "".
PLACES: Mapping[str, Rows] = MappingProxyType(
    {
        "": ROOT,
        "Arm": ARM,
        "Provider": (
            *NAMED_BY_KIND,
            ("background", "qualification qualifications profession_background discipline"),
            ("expertise", "experience skills"),
            ("count", "n number how_many"),
            ("supervision.by", "supervisor supervised_by"),
        ),
        "Setting": (
            *NAMED_BY_KIND,
            ("sites", "n number how_many"),
            ("country", "region location where"),
            ("infrastructure", "equipment facilities requirements description"),
        ),
        "Material": (
            ("name", "title label"),
            ("kind", "type format"),
            ("maker", "manufacturer producer company supplier brand"),
            ("audience", "who users for used_by"),
            ("access", "where available availability link url website web_address doi"),
            ("description", "what content text"),
            ("quantity", "n number how_many amount"),
        ),
        "Procedure": (
            ("description", "name what text title content details"),
            ("phase", "when time"),
            ("performed_by", "who by"),
            ("/providers.*", "who by performed_by"),
            ("mode", "how format"),
            ("order", "number step"),
            ("settings", "where"),
            ("session_length", "duration length how_long minutes"),
        ),
        "Phase": (
            ("duration", "length weeks period how_long"),
            ("sessions", "n number count number_of_sessions"),
            ("frequency", "how_often freq times"),
            ("session_length", "session_duration length_of_session minutes"),
            ("label", "name title"),
            ("note", "description text notes comment when"),
            ("starts", "start begin from"),
            ("ends", "end until to"),
        ),
        "Measure": (
            ("name", "title label measure"),
            ("kind", "type"),
            ("method", "how instrument tool"),
            ("assessed_by", "who by assessor"),
        ),
        "Adherence": (("monitoring", "how method"),),
        "Fidelity": (("/measures.*", "how method instrument"),),
        "Participants": (
            ("allocated", "randomised randomized n number enrolled recruited assigned"),
        ),
        "Component": (("text", "name description label what title"), ("why", "function reason")),
        "Domain": (("name", "title label text"),),
        "Rationale": (("goal", "why aim purpose objective description"), ("theory", "model")),
        "Delivery": (
            ("mode", "how modes format channel delivery_mode mode_of_delivery"),
            ("grouping", "individual_or_group group_or_individual"),
            ("group_size", "size size_of_groups participants_per_group"),
            ("note", "description text notes comment"),
        ),
        "Dose": (("amount", "dose dosage quantity how_much unit units"),),
        "Declaration": (
            ("about", "item part rule id"),
            ("state", "status"),
            ("reason", "why note comment explanation"),
        ),
        "Location": (("about", "item part rule"), ("document", "doc source"), ("place", "where")),
        "Source": (("citation", "reference title text name label"), ("kind", "type")),
        "ReportDocument": (("title", "name citation"), ("kind", "type")),
        "Registration": (("registry", "name register"), ("id", "number identifier")),
        "Funding": (("funder", "name organisation organization"), ("grant", "number id")),
        "Contributor": (
            ("name", "first_name last_name given_name family_name surname author person"),
            ("affiliation", "institution organisation organization"),
        ),
        "Training": (("content", "what description topics"), ("length", "duration how_long")),
        "Supervision": (("by", "who supervisor"), ("frequency", "how_often"), ("form", "how")),
        "Access": (("where", "link address location"), ("how", "type")),
        "Population": (("description", "who text participants"),),
        "Term": (("id", "term code curie"), ("label", "name")),
    }
)


#: Words that mean the same in any record that has the key.
ANYWHERE: Rows = (
    ("kind", "type sort"),
    ("name", "title label full_name"),
    ("title", "name heading"),
    ("label", "name title"),
    ("citation", "reference title authors author year journal publisher volume pages"),
    ("description", "text details content what"),
    ("what", "description text name title"),
    ("how", "method way"),
    ("why", "reason rationale"),
    ("reason", "why"),
    ("by", "who"),
    ("duration", "length period how_long"),
    ("url", "link website web_address address"),
    ("note", "notes comment comments remark remarks description text"),
    ("sources", "source reference references citation citations"),
    ("entries", "what description text details how rule"),
)


def places_of(
    word: str, record: str, keys: Iterable[str] = (), *, slips: bool = False
) -> tuple[str, ...]:
    """Return where a word may belong that was written as a key, the likeliest place first.

    Args:
        word: The key as written.
        record: The name of the record that it stands in; empty for the whole.
        keys: The keys that this record has.
        slips: Whether a word that is spelt much like it counts, too.
    """
    plain = word.strip().casefold().replace("-", "_").replace(" ", "_")
    known, places = _of_record(record, frozenset(keys))
    if slips:
        plain = known.nearest(plain, likeness=SURE) or plain
    return places.get(plain.replace("_", ""), ())


@lru_cache
def _of_record(
    record: str, keys: frozenset[str]
) -> tuple[KnownNames, Mapping[str, tuple[str, ...]]]:
    """Return the words that people write in a record, and where each belongs: found out once.

    Args:
        record: The name of the record.
        keys: The keys that it has.

    Returns:
        All words, and by each, without underscores, the places in the order of their rows.
    """
    own = PLACES.get(record, ())
    rows = (*own, *(row for row in ANYWHERE if row[0].partition(".")[0] in keys))
    places: dict[str, dict[str, None]] = {}
    for place, words in rows:
        for word in words.split():
            places.setdefault(word.replace("_", ""), {})[place] = None
    known = KnownNames(word for _place, words in rows for word in words.split())
    return known, {word: tuple(of_word) for word, of_word in places.items()}
