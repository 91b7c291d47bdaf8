"""Lists as forms and requests give them."""

import json

from sms_iso20000.refusal import refuse
from sms_iso20000.rules.unmet import Unmet


def names_in(given: object) -> list[str]:
    """The names in a list, or in the JSON of one. Raises Refused for anything else."""
    try:
        names = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        refuse(Unmet("names_not_listed"))
    return names
