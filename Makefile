# Each target makes what it needs: a virtual environment of its own, installed from the hash lock.
# uv is used when it is on the path, else venv and pip.

PYTHON ?= python3
RUN_ENV := .venv-run
TEST_ENV := .venv
STAMP := .installed
LOCK ?= requirements.lock
BILL ?= dist/monitor.cdx.json
CONTAINER_CHECK ?= ../shared/tools/container-check

.PHONY: run demo test check container-check container-check-postgres container-check-scale bill lock clean help

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 26

run: $(RUN_ENV)/$(STAMP)  ## start the monitor on feeds.toml with the embedded database
	$(RUN_ENV)/bin/monitor run

demo: $(RUN_ENV)/$(STAMP)  ## see it at work on a made-up press world; needs no network
	$(RUN_ENV)/bin/monitor demo

test: $(TEST_ENV)/$(STAMP)  ## run the whole test suite, on SQLite and on PostgreSQL, several tests side by side
	$(TEST_ENV)/bin/python -m pytest --engine both --numprocesses auto --dist worksteal --ignore tests/acceptance
	$(TEST_ENV)/bin/python -m pytest --engine both --numprocesses 2 --dist worksteal tests/acceptance

check: $(TEST_ENV)/$(STAMP)  ## style, types, floors, migrations: everything but the tests
	$(TEST_ENV)/bin/ruff check .
	$(TEST_ENV)/bin/ruff format --check .
	$(TEST_ENV)/bin/mypy
	$(TEST_ENV)/bin/lint-imports
	$(TEST_ENV)/bin/python -m tests.house.migrations

$(RUN_ENV)/$(STAMP): requirements.lock pyproject.toml
	PYTHON="$(PYTHON)" sh scripts/make-env $(RUN_ENV) requirements.lock
	@touch $@

$(TEST_ENV)/$(STAMP): requirements-dev.lock pyproject.toml
	PYTHON="$(PYTHON)" sh scripts/make-env $(TEST_ENV) requirements-dev.lock
	@touch $@

container-check:  ## build and run the image as compose does: start, health, SIGKILL, stop, data kept (root; needs the tool)
	$(CONTAINER_CHECK) --strict --resilience --max-added 165 \
	  --smoke 'monitor --version' --smoke 'monitor db check' \
	  --smoke 'monitor topic add quay "harbour AND strike*" && monitor backup /data/copy.db' \
	  --smoke 'monitor web link | grep -q http://127.0.0.1:8080/welcome' \
	  --outside 'curl -fsS http://127.0.0.1:8080/healthz && curl -fsS http://127.0.0.1:8080/readyz' \
	  --outside 'test "$$(curl -s -o /dev/null -w "%{http_code} %{redirect_url}" http://127.0.0.1:8080/)" = "303 http://127.0.0.1:8080/login"' \
	  --persist 'monitor topic list' .

container-check-postgres:  ## the same on PostgreSQL
	$(CONTAINER_CHECK) --strict --resilience --max-added 165 \
	  --prepare 'echo COMPOSE_PROFILES=postgres >.env && echo "p@ss/w:rd" >secrets/db_password.txt' \
	  --smoke 'monitor db check | grep -q postgresql' --smoke 'monitor topic add quay "harbour AND strike*"' \
	  --persist 'monitor topic list' .

container-check-scale:  ## the same in several processes: a scheduler, two workers, the page
	$(CONTAINER_CHECK) --strict --resilience --max-added 165 --profile scale \
	  --prepare 'echo COMPOSE_PROFILES=scale >.env && echo "p@ss/w:rd" >secrets/db_password.txt' \
	  --smoke 'monitor topic add quay "harbour AND strike*"' \
	  --smoke 'monitor status | grep "1 scheduler, 2 workers, 1 web page"' --smoke 'monitor doctor' \
	  --outside 'curl -fsS http://127.0.0.1:8080/healthz && curl -fsS http://127.0.0.1:8080/readyz' \
	  --persist 'monitor topic list' .

bill: $(TEST_ENV)/$(STAMP)  ## list every library that is shipped, for machines: dist/monitor.cdx.json (CycloneDX SBOM)
	@mkdir -p $(dir $(BILL))
	$(TEST_ENV)/bin/python -W ignore::UserWarning -m cyclonedx_py requirements $(LOCK) \
	  --pyproject pyproject.toml --output-reproducible --validate --output-file $(BILL)

lock:  ## renew the locks (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --upgrade pyproject.toml --extra postgres --extra scale --group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --constraint requirements.lock pyproject.toml --extra postgres --extra scale --extra oidc --group dev -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --constraint requirements-dev.lock pyproject.toml --extra postgres --extra scale --extra oidc --group build -o requirements-oidc.lock

clean:  ## remove the virtual environments
	rm -rf $(RUN_ENV) $(TEST_ENV)
