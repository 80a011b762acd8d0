# The two commands are `make chat` and `make test`; `make help` lists the rest.

ARCHIVE ?= seeds
HOST    ?= 127.0.0.1
PORT    ?= 7860
PYTHON  ?= $(shell command -v python3.11 || command -v python3)

BIN   := .venv/bin
STAMP := .dalil/archive

.DEFAULT_GOAL := help
.PHONY: help chat index test wiki wheel milvus lint types check eval eval-gate eval-peers report lock hooks browser clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

chat: index ## install, index the archive and open the chat; a second run starts straight away
	@exec $(BIN)/dalil chat --host "$(HOST)" --port "$(PORT)"

# The stamp holds the archive's name. Indexing again costs only what changed, but loading the
# models costs seconds, so it is done only when an article, a setting or the code is newer.
index: $(BIN)/.app ## index ARCHIVE (default: seeds) unless that is done
	@mkdir -p "$(dir $(STAMP))"
	@if [ "$$(cat "$(STAMP)" 2>/dev/null)" != "$(ARCHIVE)" ] || [ -n "$$( \
		{ find -L "$(ARCHIVE)" -newer "$(STAMP)"; \
		  find dalil.toml pyproject.toml rag index -name '*.*' ! -path '*/__pycache__*' \
		    -type f -newer "$(STAMP)"; } 2>/dev/null | head -n 1)" ]; then \
		echo "Indexing $(ARCHIVE) …"; \
		$(BIN)/dalil index "$(ARCHIVE)" && printf '%s\n' "$(ARCHIVE)" > "$(STAMP)"; \
	fi

test: $(BIN)/.dev browser ## install what the tests need, then run them (ARGS="-k chat" to choose)
	$(BIN)/python -m pytest $(ARGS)

wiki: $(BIN)/.dev ## install MediaWiki and DokuWiki where apt can, and ask from their pages
	@sh tests/wiki/run.sh $(ARGS)

wheel: $(BIN)/.dev ## build the wheel, install it, and ask in an empty folder
	$(BIN)/python -m pytest -m wheel tests/test_wheel.py

milvus: $(BIN)/.dev ## try Milvus in its other forms: its core, a real server (ARGS=http://… for yours)
	@sh tests/load/milvus.sh $(ARGS)

lint: $(BIN)/.dev ## ruff: rules and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(BIN)/.dev ## mypy --strict
	$(BIN)/mypy

check: lint types test ## everything that must hold before a commit

eval: index ## answer the gold questions and show the figures
	@$(BIN)/dalil eval $(ARGS)

eval-gate: $(BIN)/.app ## fail if the gold answers got worse
	@$(BIN)/dalil eval gate $(ARGS)

eval-peers: $(BIN)/.app ## the same questions through LlamaIndex, Haystack, txtai and plain FAISS
	@$(BIN)/dalil eval peers $(ARGS)

# DATA is a folder of SQuAD-format files (eval/reader/README.md says which).
report: $(BIN)/.app ## write every committed report anew: the gold answers, the reader, the peers
	@test -d "$(DATA)" || { echo "Name the folder of questions: make report DATA=…"; exit 1; }
	@PYTHON=$(BIN)/python sh eval/reports/make.sh "$(DATA)"

lock: ## lock the dependencies of pyproject.toml anew (ARGS=--upgrade for the newest)
	@PYTHON="$(PYTHON)" .ci/lock $(ARGS)

hooks: $(BIN)/.dev ## have git run the linters before each commit
	$(BIN)/pre-commit install

clean: ## forget the environment and the index
	rm -rf .venv .dalil

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Dalil needs Python 3.11 or newer, and '$(PYTHON)' is older or absent:" \
			"install it, or name one: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv

$(BIN)/.app: pyproject.toml requirements.lock .ci/install.py | $(BIN)/python
	@echo "Installing Dalil into .venv, once: some minutes, about 470 MB to download, 1.8 GB on disk …"
	@$(BIN)/python .ci/install.py all requirements.lock
	@touch $@

$(BIN)/.dev: pyproject.toml requirements.lock requirements-dev.lock .ci/install.py | $(BIN)/python
	@echo "Installing Dalil and its tests' needs into .venv, once: about 610 MB, 2.3 GB on disk …"
	@$(BIN)/python .ci/install.py dev requirements.lock requirements-dev.lock
	@touch $@ $(BIN)/.app

browser:
	@sh .ci/browser
