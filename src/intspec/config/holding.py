"""Settings held against what is installed: the checklists, rules and plugins that they name."""

from collections.abc import Iterator

from intspec.config.loading import Config, ConfigFault
from intspec.plugins import Registry
from intspec.reading.fixed_rules import fixed_rules
from intspec.text.names import did_you_mean

CORE = "intspec"


def hold(config: Config, registry: Registry) -> Iterator[ConfigFault]:
    """Say what settings name that there is not, or that cannot be changed."""
    for number, name in enumerate(config.file.checklists):
        if name not in registry.claimable and not registry.lost(name):
            hint = did_you_mean(name, registry.claimable, otherwise="none is installed")
            message = f"the checklist `{name}` is not installed"
            yield config.fault(message, hint, "checklists", number)
    plugins = [plugin.name for plugin in registry.plugins]
    for number, name in enumerate(config.file.disable):
        if name not in plugins:
            message = f"there is no plugin `{name}` to switch off"
            yield config.fault(message, did_you_mean(name, plugins), "disable", number)
    for rule in config.file.severity:
        fault = _rule(rule, registry)
        if fault is not None:
            yield config.fault(*fault, "severity", rule)


def _rule(rule: str, registry: Registry) -> tuple[str, str] | None:
    """Say why the severity of a rule cannot be changed, and what to do; None if it can."""
    namespace = rule.partition("/")[0]
    fixed = fixed_rules()
    if rule in fixed:
        severity, _summary = fixed[rule]
        return _unchangeable(rule) if severity == "error" else None
    renamed = {old: one for one in registry.rules.values() for old in one.aliases}
    named = registry.rules.get(rule) or renamed.get(rule)
    if named is not None:
        return None if named.waivable else _unchangeable(rule)
    if namespace != CORE and registry.lost(namespace):
        return None
    checklist = registry.checklist(namespace) if namespace in registry.checklist_ids else None
    known = [r for r in (*fixed, *registry.rules) if r.startswith(f"{namespace}/")]
    parts = checklist.all_parts() if checklist is not None else ()
    for item, part in parts:
        own = f"{namespace}/{part.part.id}"
        if rule in (part.rule, own):
            decided = part.decided_by if part.decided_by != rule else None
            if decided is None:
                return None
            message = f"`{rule}` is found under the id `{decided}`"
            return message, f"set the severity of `{decided}`"
        if rule == f"{namespace}/{item.id}":
            rules = ", ".join(
                f"`{p.rule}`" for i, p in (checklist.all_parts() if checklist else ()) if i is item
            )
            return f"`{rule}` is an item, not a rule", f"name a rule of it: {rules}"
        known.append(own)
    if not known:
        names = sorted(
            {CORE, *registry.checklist_ids, *(r.partition("/")[0] for r in registry.rules)}
        )
        return f"there is no rule `{rule}`", did_you_mean(namespace, names)
    return f"there is no rule `{rule}`", did_you_mean(rule, known)


def _unchangeable(rule: str) -> tuple[str, str]:
    return (
        f"the severity of `{rule}` cannot be changed",
        "what it finds makes a document wrong, whatever the project: mend that instead",
    )
