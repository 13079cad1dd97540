# `make` seul dit ce qu'on peut taper.
.POSIX:
.SUFFIXES:
.PHONY: help demo test check check-types check-rest bench soak clean system environment environment-dev lock
PORT = 8000
ONLY =
BIN = .venv/bin
CODE = platform tenants cms shared_training billing
# Tout démarre en plusieurs processus, et chaque épreuve en démarre : sans bytecode, chacun recompilerait tout.
export PYTHONDONTWRITEBYTECODE =
COMPILE = --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras

help:
	@echo "make demo            le collectif de démonstration, jusqu'à Ctrl-C (PORT=8000)"
	@echo "make test            toutes les vérifications et tous les tests"
	@echo "make check           les vérifications sans les tests"
	@echo "make bench           les mesures (ONLY=nom pour une seule)"
	@echo "make soak            les épreuves longues"
	@echo "make system          installe les paquets Debian qui manquent"
	@echo "make lock            refait les verrous requirements*.txt"
	@echo "make clean           efface l'environnement ET les données de la démonstration"

demo:
	@.ci/system demo
	@.ci/environment
	@exec $(BIN)/tess demo --port $(PORT)

test: check
	$(BIN)/python -m pytest -m "not soak" -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder --show-capture=no

check: environment-dev
	@$(MAKE) -j 2 check-types check-rest

check-types:
	$(BIN)/mypy $(CODE)

check-rest:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet $(CODE)
	$(BIN)/python .ci/translations.py $(CODE)
	$(BIN)/python .ci/sentences.py $(CODE)
	$(BIN)/python -W ignore manage.py makemigrations --check --dry-run --settings tess.config.settings.testing
	TESS_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	DATABASE_URL=postgresql://tess_app@/tess REDIS_URL=redis://localhost \
	$(BIN)/python manage.py check --deploy --fail-level WARNING --settings tess.config.settings.production

bench: environment-dev
	$(BIN)/python -m tests.benchmarks $(ONLY)

soak: environment-dev
	$(BIN)/python -m pytest -m soak

clean:
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m tess.local.clean; fi
	rm -rf .venv .tess build dist static-collected

system:
	@.ci/system

environment:
	@.ci/environment

environment-dev:
	@.ci/system
	@.ci/environment dev
	@$(BIN)/django-admin compilemessages --verbosity 0 --ignore .venv --ignore .tess

# With Debian's own Python, the oldest in use: what it can install, later ones can.
lock:
	/usr/bin/python3 -m venv --clear .tess/lock
	.tess/lock/bin/python -m pip install --quiet pip-tools
	.tess/lock/bin/pip-compile $(COMPILE) --extra install -o requirements.txt pyproject.toml
	.tess/lock/bin/pip-compile $(COMPILE) --extra install --extra dev -c requirements.txt \
		-o requirements-dev.txt pyproject.toml
