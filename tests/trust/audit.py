"""The locked packages held against the database of known weaknesses, by pip-audit.

`python tests/trust/audit.py LOCK`, with pip-audit installed. Ends with 1 where a package has a
known weakness, and with 3 where the database was not reached for each of them: that is no pass.
"""

import json
import subprocess
import sys

NOT_REACHED = 3


def main() -> None:
    """Ask for all of them."""
    lock = sys.argv[1]
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip"]
    command += ["--requirement", lock, "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"audit: not reached: {(done.stderr.strip().splitlines() or ['no answer'])[-1]}")
        sys.exit(NOT_REACHED)
    weak = [one for one in found if one.get("vulns")]
    asked = [one for one in found if "skip_reason" not in one]
    for one in weak:
        for known in one["vulns"]:
            better = ", ".join(known["fix_versions"]) or "none yet"
            print(f"  {one['name']} {one['version']}: {known['id']}, mended in {better}")
    print(
        f"audit: {len(asked)} of {len(found)} locked packages were looked up, "
        f"{len(weak)} of them with a known weakness; {len(found) - len(asked)} not reached"
    )
    if weak:
        sys.exit(1)
    if len(asked) < len(found) or not found:
        sys.exit(NOT_REACHED)


if __name__ == "__main__":
    main()
