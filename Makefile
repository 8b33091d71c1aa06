# The commands a person types. `demo` and `test` need git, Rust and build-essential; `setup` sees to the rest.

CARGO ?= cargo
SEEDS ?= 10000
FROM ?= 0
TASKS ?= 100000
SECONDS ?= 600
PREFIX ?= /usr/local
DESTDIR ?=
ROWS ?=
STORIES = at_rest balance churn edits faults herd hostile lateness scale under_load
BENCH_TARGET = "$${CARGO_TARGET_DIR:-$(CURDIR)/target}"
BENCH_BUILD = $(CARGO) build --package nonoctl --package nono-scheduler --package nono-tests --package nono-bench --bins --locked
BENCH_RUN = env -u NONO_BIN $(BENCH_TARGET)
.DEFAULT_GOAL := help
.PHONY: help setup build install demo test show sim mutants chaos soak bench bench-quick bench-check bench-top bench-cli fuzz ci fmt lint generate deb

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup:  ## check the compiler; find ZooKeeper and what tests need, or install Debian's packages
	@sh scripts/setup.sh

build: setup  ## build everything, tests included
	@$(CARGO) build --workspace --all-targets --locked
	@$(CARGO) build --workspace --features nono-scheduler/failpoints --bin nono-scheduler-failpoints --examples --locked

install:  ## build for use, and install programs, completions and manual pages below PREFIX (/usr/local); DESTDIR for packagers
	@$(CARGO) build --release --locked -p nonoctl -p nono-scheduler --bins
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" sh scripts/install.sh "$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release"

demo: setup  ## a whole cluster on this machine: tasks fire, a scheduler is killed, nothing is lost
	@$(CARGO) build --workspace --bins --locked
	@sh scripts/demo.sh

test: build  ## all tests, the end-to-end stories with a real ZooKeeper included
	@CARGO="$(CARGO)" sh scripts/test.sh

show: build  ## the long proofs: minutes of load with kills, read back from ZooKeeper's transaction log
	@$(CARGO) build --workspace --bins --release --locked
	@NONO_BIN="$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release" NONO_FULL=1 $(CARGO) test --workspace --locked $(addprefix --test ,$(STORIES)) -- --nocapture --test-threads=1
	@NONO_FULL=1 $(CARGO) test --package nonoctl --locked --test tasks of_two_who_change_at_random

sim:  ## random stories on virtual time: SEEDS=10000 of them, FROM=0 on
	@NONO_SEEDS=$(SEEDS) NONO_FROM=$(FROM) $(CARGO) test --release -p nono-core --no-default-features --locked --test simulation -- --nocapture random_stories

mutants:  ## broken variants of the engine: the simulation must catch each
	@sh scripts/mutants.sh

chaos: build  ## every kind of fault on real processes and ZooKeepers, then all at random; NONO_SEED repeats one
	@$(CARGO) build --workspace --bins --release --locked
	@NONO_BIN="$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release" CARGO="$(CARGO)" sh scripts/chaos.sh

soak: build  ## the soak: MINUTES (30) of 100 runs a second and random faults; NONO_SEED=... repeats one
	@$(CARGO) build --workspace --bins --release --locked
	@NONO_BIN="$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release" $(CARGO) test --package nono-tests --locked --test soak -- --nocapture

bench: setup  ## how fast it is: half an hour on a quiet machine; ROWS=TP1,LA2 for some rows, else docs/performance.md is written
	@$(BENCH_BUILD) --release
	@$(BENCH_RUN)/release/nono-bench --mode full $(if $(ROWS),--report $(BENCH_TARGET)/bench --rows $(ROWS),--report bench/report --document docs/performance.md)

bench-quick: setup  ## the same, smaller and rough, in a few minutes
	@$(BENCH_BUILD) --release
	@$(BENCH_RUN)/release/nono-bench --mode quick --report $(BENCH_TARGET)/bench-quick $(if $(ROWS),--rows $(ROWS))

bench-check: build  ## whether every row of the benchmark works; its figures say nothing
	@$(BENCH_RUN)/debug/nono-bench --mode check --report $(BENCH_TARGET)/bench-check $(if $(ROWS),--rows $(ROWS))

bench-top: setup  ## what the dashboard costs with TASKS=100000, beside its bounds; fails where one is broken
	@$(CARGO) build --package nonoctl --package nono-scheduler --package nono-tests --bins --release --locked
	@NONO_BIN="$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release" NONO_TASKS="$(TASKS)" $(CARGO) test --package nono-tests --locked --test top_budgets -- --nocapture

bench-cli: setup  ## what nonoctl costs with TASKS=100000, beside raw requests of the same size; fails where a bound is broken
	@$(CARGO) build --package nonoctl --package nono-tests --bins --release --locked
	@NONO_BIN="$${CARGO_TARGET_DIR:-$(CURDIR)/target}/release" NONO_TASKS="$(TASKS)" $(CARGO) test --release --package nono-tests --locked --test cli_budgets -- --nocapture

fuzz:  ## what nonoctl is told: SECONDS=600 of cargo-fuzz, or of random changes where that is missing
	@CARGO="$(CARGO)" SECONDS_IN_ALL="$(SECONDS)" sh scripts/fuzz.sh

ci:  ## everything that must hold before a change is merged, with the time of each step
	@sh scripts/ci.sh

fmt:  ## format the sources
	@$(CARGO) fmt --all

lint:  ## clippy, warnings are errors
	@$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

generate: setup  ## write completions/ and docs/task.schema.json anew
	@$(CARGO) build --workspace --bins --locked
	@sh scripts/generated.sh write

deb:  ## a Debian package of both programs, in target/debian
	@$(CARGO) build --release --locked -p nono-scheduler -p nonoctl --bins
	@sh scripts/packaging.sh deb
