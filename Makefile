# make demo and make test do all their own set-up; they need Python 3.11 or newer, git and make, and no root.
.DEFAULT_GOAL := help
.PHONY: help demo test soak scores lock clean
BIN := .venv/bin
WITHOUT ?=
KILLS ?= 200

help:
	@echo "make demo                 build the example articles into a graph and ask it questions"
	@echo "make test                 linters, type checkers and all tests"
	@echo "make test WITHOUT=pyright leave something out on purpose (several: WITHOUT=pyright,neo4j)"
	@echo "make soak KILLS=200       kill builds at that many points, loads at 20; load all of ../shared"
	@echo "make scores               measure extraction on ../shared and write docs/quality.md"
	@echo "make lock                 renew the lock files"
	@echo "make clean                remove the virtual environment and what was built"

demo: .venv/demo
	@$(BIN)/python examples/demo.py

test: .venv/test
	@$(BIN)/python .ci/check.py $(WITHOUT)

soak: .venv/test
	@KG_KILLS=$(KILLS) $(BIN)/python -m pytest tests/test_kill.py
	@KG_KILLS=20 $(BIN)/python -m pytest tests/loaders -k killed
	@KG_ARTICLES=2000 $(BIN)/python -m pytest tests/loaders/test_bolt_news.py

.venv/demo: requirements.lock pyproject.toml .ci/setup.py
	@python=$$(sh .ci/python.sh) && "$$python" .ci/setup.py requirements.lock && touch $@

.venv/test: requirements-dev.lock pyproject.toml .ci/setup.py
	@python=$$(sh .ci/python.sh) && "$$python" .ci/setup.py requirements-dev.lock && touch .venv/demo $@

scores: .venv/test
	@$(BIN)/python -m pip install --quiet --group training
	@$(BIN)/python -m training.scores ../shared

lock: .venv/demo
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --no-config --upgrade --universal --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --all-extras --group build --group dev pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --no-config --upgrade --universal --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --group build -c requirements-dev.lock pyproject.toml -o requirements.lock

clean:
	@rm -rf .venv build dist *.egg-info examples.kg
