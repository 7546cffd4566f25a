# What each target does: `make help`. Where there is no make: see "Without make" in README.md.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
DEMO := .demo
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: help demo chat test explore check types types-fresh schema gate baseline clean
.DELETE_ON_ERROR:

help:
	@echo "make demo   set up, index the sample articles, answer two questions"
	@echo "make chat   set up, index the sample articles, open the web page"
	@echo "make test   set up, run every test"
	@echo "make check  set up, run lint, types and the import contract; tests of the scripts (needs Node)"
	@echo "make types  set up, write the types of the page's JSON for its scripts (needs Node)"
	@echo "make gate   set up, fail if the sample is answered worse than the stored run was"
	@echo "make explore  run the property tests on new examples, five times"
	@echo "make clean  delete the virtual environment and the demo index"

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Byline needs Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 1; }
	@echo "Setting up in $(VENV) (once; some minutes)"
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	@$(INSTALL) -e '.[datasets,dev]'
	@touch $@

demo: $(VENV)/ready
	@$(BIN)/byline sync eval/sample/articles --index $(DEMO)/index
	@echo
	@echo '$$ byline ask "$(ANSWERED)"'
	@$(BIN)/byline ask "$(ANSWERED)" --index $(DEMO)/index
	@echo
	@echo '$$ byline ask "$(UNANSWERED)"'
	@$(BIN)/byline ask "$(UNANSWERED)" --index $(DEMO)/index

ANSWERED := What did the wall repair cost?
UNANSWERED := When did the Berlin Wall fall?

# A copy of the articles, since the page adds and removes them.
chat: $(VENV)/ready
	@test -d $(DEMO)/articles || { mkdir -p $(DEMO) && cp -R eval/sample/articles $(DEMO)/articles; }
	@$(BIN)/byline sync $(DEMO)/articles --index $(DEMO)/chat
	@$(BIN)/byline serve --index $(DEMO)/chat --open

# In random order, by a seed that is shown first: `pytest --randomly-seed=N` repeats it.
test: $(VENV)/ready-dev
	@$(BIN)/python -m pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile \
	  --no-loadscope-reorder

# Property tests on examples that no run has seen; what fails is kept and tried first by the next.
PROPERTIES = $(shell grep -rl '^from hypothesis' tests --include='test_*.py')
explore: $(VENV)/ready-dev
	@for run in 1 2 3 4 5; do HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest --quiet \
	  --numprocesses=logical $(PROPERTIES) || exit 1; done

# Side by side; `make check-types` makes one of them alone.
CHECKS := check-style check-types check-imports check-scripts types-fresh
.PHONY: $(CHECKS)

check: $(VENV)/ready-dev node_modules/ready
	@$(MAKE) --no-print-directory --jobs=$(words $(CHECKS)) $(CHECKS)

check-style: $(VENV)/ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

check-types: $(VENV)/ready-dev
	@$(BIN)/mypy

check-imports: $(VENV)/ready-dev
	@$(BIN)/lint-imports

check-scripts: node_modules/ready
	@npm run --silent check

# Node and what npm installs only check the page's scripts; nothing of it is shipped.
node_modules/ready: package.json package-lock.json
	@command -v npm >/dev/null || { echo "make check needs Node 20 or newer, with npm"; exit 1; }
	@npm ci --silent
	@touch $@

# The types of the page's JSON, for its scripts.
TYPES := ui/web/static/api.d.ts
SCHEMA := $(DEMO)/openapi.json
TO_TYPES = npm exec -- openapi-typescript $(SCHEMA) --output $(TYPES) \
  --root-types --root-types-no-schema-prefix --root-types-keep-casing

types: schema
	@$(TO_TYPES)

types-fresh: schema
	@$(TO_TYPES) --check || { echo "$(TYPES) is stale: make types"; exit 1; }

schema: $(VENV)/ready-dev node_modules/ready
	@mkdir -p $(DEMO)
	@$(BIN)/python -m ui.web.routes.api > $(SCHEMA)

# Few measures, so that Holm's correction leaves the test some power.
GATED := -m passage:nDCG@10 -m SentenceF1 -m RefusalRight
RUNS := $(DEMO)/runs

gate: $(VENV)/ready
	@$(BIN)/byline eval run sample --runs $(RUNS) --label gate
	@$(BIN)/byline eval gate eval/sample/baseline latest --runs $(RUNS) $(GATED)

# After a change that is meant: the run that later ones are held against.
baseline: $(VENV)/ready
	@rm -rf $(DEMO)/baseline eval/sample/baseline
	@$(BIN)/byline eval run sample --runs $(DEMO)/baseline --label baseline
	@mkdir eval/sample/baseline
	@cp $(DEMO)/baseline/*/run.json $(DEMO)/baseline/*/outcomes.jsonl eval/sample/baseline

clean:
	rm -rf $(VENV) $(DEMO)
