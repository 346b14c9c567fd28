# app and test are all that most people need; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8866
VENV := .venv
BIN := $(VENV)/bin

# What a run leaves behind stays inside this folder; `make clean` removes it.
CACHE := $(CURDIR)/.cache
TEST_FOLDERS := JUPYTER_RUNTIME_DIR=$(CACHE)/jupyter-runtime IPYTHONDIR=$(CACHE)/ipython MPLCONFIGDIR=$(CACHE)/matplotlib

.DEFAULT_GOAL := help
.PHONY: help app install test screenshots bench lock clean

help:
	@echo "make app     maakt zo nodig de omgeving en opent het werkboek   (make app PORT=8900 voor een andere poort)"
	@echo "make test    alle controles en proeven"
	@echo "make screenshots   elke weergave als plaatje, bureau en telefoon, in outputs/schermen"
	@echo "make bench   vergelijkt snelheid en geheugen met andere oplossingen, zie bench/README.md   (make bench QUICK=1 voor een eerste indruk)"
	@echo "make lock    vernieuwt requirements.lock: de vaste versies"
	@echo "make clean   ruimt de omgeving en tussenbestanden op; antwoorden en verslagen blijven"

app: $(VENV)/.installed
	@$(BIN)/nulmeting serve --port $(PORT)

install: $(VENV)/.installed

# The pinned packages: again when the list is newer.
$(VENV)/.pinned: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig (make app PYTHON=...)"; exit 1; }
	@echo "De omgeving wordt klaargezet. De eerste keer duurt dat een paar minuten."
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install -qq --disable-pip-version-check -r requirements.lock
	@touch $@

# The project itself, in place; with the page and settings that Voilà reads from the environment.
$(VENV)/.installed: $(VENV)/.pinned pyproject.toml $(shell find deploy nulmeting/fonts -type f)
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

test: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/nulmeting check
	@mkdir -p $(CACHE)
	$(TEST_FOLDERS) $(BIN)/pytest -n 2 --dist loadfile

screenshots: $(VENV)/.installed
	$(TEST_FOLDERS) $(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.installed $(VENV)-bench/.installed
	@mkdir -p $(CACHE)
	$(TEST_FOLDERS) $(BIN)/python -m bench.run $(if $(QUICK),--quick)
	$(TEST_FOLDERS) $(BIN)/python -m bench.batch $(if $(QUICK),--quick) $(if $(MANY),--many)

# What ours is compared with, in the range of pyproject.toml; apart, because nothing of ours may come to need it.
$(VENV)-bench/.installed: pyproject.toml
	@test -x $(VENV)-bench/bin/pip || $(PYTHON) -m venv --clear $(VENV)-bench
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"], sep="\n")' > $(VENV)-bench/wanted.txt
	@$(VENV)-bench/bin/pip install -qq --disable-pip-version-check -r $(VENV)-bench/wanted.txt
	@touch $@

lock:
	rm -rf $(CACHE)/lock && mkdir -p $(CACHE) && $(PYTHON) -m venv $(CACHE)/lock
	$(CACHE)/lock/bin/pip install -qq --disable-pip-version-check ".[test]"
	{ echo "# The exact versions for a reproducible install (Python 3.11, Linux); ranges stand in pyproject.toml. Renew: make lock"; \
	  $(CACHE)/lock/bin/pip freeze --disable-pip-version-check --exclude nulmeting; } > requirements.lock
	rm -rf $(CACHE)/lock

clean:
	rm -rf $(VENV) $(VENV)-bench $(CACHE) build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find nulmeting widgets tests notebooks -name __pycache__ -type d -prune -exec rm -rf {} +
