"""Every deploy target's files, for every cell and database, checked by tools that need no network."""

# What no tool can check offline, and what stands in for it. templates/README.md says the same.
UNCHECKED = (
    "Bicep types (a grammar checks the syntax; the compiler is in no package registry)",
    "heroku.yml and app.json (own checks: Heroku publishes no schema)",
    ".do/app.yaml (own checks: doctl takes minutes to build)",
    "Cloud Run YAML (own checks: the Knative schema lacks what Google adds)",
    "devcontainer.json (own schema: check-jsonschema has none)",
    "digests of images (looking them up needs a registry; Renovate adds them, Dependabot updates them)",
    "what a cloud itself refuses: quotas, regions, plans, names already taken",
)
