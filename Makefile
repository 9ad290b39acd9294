# Every target is one word for `python3 bootstrap.py`, which also works where make is missing.
# Further words: make test ARGS="tests/core -k name"
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run test check bench soak pictures messages stop reset

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## start everything, with demo data, and print the address and the sign-ins
	@$(PYTHON) bootstrap.py run $(ARGS)

test: ## run the checks, then all tests
	@$(PYTHON) bootstrap.py test $(ARGS)

check: ## run the checks only: format, lint, types, architecture, migrations
	@$(PYTHON) bootstrap.py check $(ARGS)

bench: ## run the benchmarks
	@$(PYTHON) bootstrap.py bench $(ARGS)

soak: ## kill parts of the running platform fifty times, and tell what was lost
	@$(PYTHON) bootstrap.py soak $(ARGS)

pictures: ## take the pictures of the tutorials anew (needs a browser)
	@$(PYTHON) bootstrap.py pictures $(ARGS)

messages: ## collect the texts to translate (needs gettext)
	@$(PYTHON) bootstrap.py messages $(ARGS)

stop: ## stop everything that runs in the background
	@$(PYTHON) bootstrap.py stop $(ARGS)

reset: ## delete the local database, queue, keys and logs (asks first)
	@$(PYTHON) bootstrap.py reset $(ARGS)
