"""What the pages' scripts say, as an addition to `assets/messages.js`."""

import json

from postmortem_archive.translation.catalogue import Catalogue
from postmortem_archive.translation.files import of_scripts

# The script to which it is added, and which all others need that say anything.
SCRIPT = "messages.js"


def spoken(catalogue: Catalogue) -> str:
    """A line of JavaScript that makes scripts speak as the catalogue does; "" if as they are."""
    ids = of_scripts()
    texts = {text: said for (_, text), said in catalogue.texts.items() if text in ids}
    several = {text: said for text, said in catalogue.several.items() if text in ids}
    if catalogue.language == "en" and not texts and not several:
        return ""
    # Signs that could end a script element are written as numbers.
    data = json.dumps(
        {"language": catalogue.language.replace("_", "-"), "texts": texts, "several": several},
        sort_keys=True,
    ).replace("<", "\\u003c")
    form = f"(n) => {catalogue.rule}"
    return f"postmortemArchive.messages.speak({{ ...{data}, form: {form} }});\n"
