"""Checks of the files of every deploy target, for every cell and database, with tools that work offline."""

# Not checked by an offline tool, with the replacement in parentheses. templates/README.md has the same list.
UNCHECKED = (
    "Bicep types (a grammar checks the syntax; the compiler is in no package registry)",
    "heroku.yml and app.json (own checks: Heroku publishes no schema)",
    ".do/app.yaml (own checks: doctl takes minutes to build)",
    "Cloud Run YAML (own checks: the Knative schema lacks Google's extensions)",
    "devcontainer.json (own schema: check-jsonschema has none)",
    "digests of images (looking them up needs a registry; Renovate adds them, Dependabot updates them)",
    "errors that only the cloud provider reports: quotas, regions, plans, names already taken",
)
