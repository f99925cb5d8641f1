# `make demo` and `make test` are all that a newcomer needs; each installs what is missing.

# Without it swift-configuration is rebuilt by every build: its trait flags come in random order.
export SWIFT_DETERMINISTIC_HASHING = 1

build_packages := libsqlite3-dev zlib1g-dev
test_packages := groff-base uwsgi-core uwsgi-plugin-python3 systemd sqlite3 python3 \
	python3-jsonschema python3-yaml
sources := Package.swift Sources Tests Migrations Benchmarks
# Tests with servers of their own and deadlines: those that compute would keep them from their turns.
timed_tests := ^(WarmingTests|EmulatingTests|ServingTests)\.
prefix := /usr/local
seconds := 60

.PHONY: build demo test lint format release bench fuzz install clean build-packages test-packages

build: build-packages
	swift build --product preheat

demo: build
	.build/debug/preheat demo

test: test-packages lint
	swift build --build-tests
	swift test --skip-build --filter '$(timed_tests)'
	swift test --skip-build --skip '$(timed_tests)'

lint:
	swift format lint --recursive --parallel --strict $(sources)

format:
	swift format --recursive --parallel --in-place $(sources)

# One file to install: it needs only libsqlite3, libstdc++, libz, libm and libc.
release: build-packages
	swift build -c release --product preheat --static-swift-stdlib -Xlinker -s
	for page in preheat.1 preheat.yaml.5; do \
		.build/release/preheat manual $$page > .build/release/$$page || exit 1; \
	done
	for shell in bash zsh fish; do \
		.build/release/preheat completion $$shell > .build/release/preheat.$$shell || exit 1; \
	done

# What the core costs, beside its limits; `make bench fleet=100000` simulates a fleet's day,
# `make bench refit=10000` forecasts so many endpoints anew, `make bench ledger=1000` reports on a
# year of hourly pings of so many, `make bench frontier=100` runs all policies over four weeks,
# `make bench status=10000` asks the command for the status of so many, and `make bench config=10000`
# reads a configuration of so many.
bench: build-packages
	swift build -c release --product Benchmarks
	$(if $(status),swift build -c release --product preheat)
	.build/release/Benchmarks $(if $(fleet),fleet $(fleet)) $(if $(refit),refit $(refit)) \
		$(if $(ledger),ledger $(ledger)) $(if $(frontier),frontier $(frontier)) \
		$(if $(status),status $(status)) $(if $(config),config $(config))

# Grows the corpus of each parser of untrusted bytes by coverage, for so many seconds each.
fuzz: build-packages
	for parser in cron csv log yaml; do \
		export PREHEAT_FUZZ=$$parser; \
		swift build --scratch-path .build/fuzz --product Fuzzer || exit 1; \
		mkdir -p .build/fuzz/found/$$parser; \
		ASAN_OPTIONS=detect_leaks=0 .build/fuzz/debug/Fuzzer -max_total_time=$(seconds) \
			-max_len=4096 -artifact_prefix=.build/fuzz/$$parser- \
			.build/fuzz/found/$$parser Tests/Fuzzing/Corpus/$$parser || exit 1; \
	done

# After `make release`, which needs no root.
install:
	install -D -m 0755 .build/release/preheat $(DESTDIR)$(prefix)/bin/preheat
	install -D -m 0644 .build/release/preheat.1 $(DESTDIR)$(prefix)/share/man/man1/preheat.1
	install -D -m 0644 .build/release/preheat.yaml.5 \
		$(DESTDIR)$(prefix)/share/man/man5/preheat.yaml.5
	install -D -m 0644 .build/release/preheat.bash \
		$(DESTDIR)$(prefix)/share/bash-completion/completions/preheat
	install -D -m 0644 .build/release/preheat.zsh $(DESTDIR)$(prefix)/share/zsh/site-functions/_preheat
	install -D -m 0644 .build/release/preheat.fish \
		$(DESTDIR)$(prefix)/share/fish/vendor_completions.d/preheat.fish
	install -D -m 0644 deploy/preheat.service $(DESTDIR)/etc/systemd/system/preheat.service
	sed -i 's|/usr/bin/preheat|$(prefix)/bin/preheat|' $(DESTDIR)/etc/systemd/system/preheat.service

clean:
	rm -rf .build

build-packages:
	@sh .ci/install-packages $(build_packages)

test-packages:
	@sh .ci/install-packages $(build_packages) $(test_packages)
