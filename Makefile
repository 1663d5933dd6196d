# A menu only: every entry is one command that also works by itself.
.PHONY: run check long gen bench
run: ; ./run
check: ; ./check
long: ; ./check --long
gen: ; .venv/bin/rpcgen gen --project
bench: ; .venv/bin/python -m tests.bench
