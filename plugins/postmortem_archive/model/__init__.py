"""The nouns: what a postmortem, an archive, a template and a finding are."""
