# make site   builds the command and the site of examples/ into public/
# make test   everything, installing what it needs (Debian packages, npm, Go modules)
# make test-full  the same with the longest form of each test; hours
# make screenshots  takes the pictures of docs/images anew, from examples/
# make check  the Go part without what takes long: what a contributor runs all day
SHELL := /bin/bash
GO ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)

.PHONY: all build site vet check test test-full race browser screenshots fuzz eval bench bench-search clean

all: build

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/debrief ./cmd/debrief

site: build
	bin/debrief -C examples build --out ../public --file-urls
	@echo
	@echo "The site is in public/. Open it with your browser:"
	@echo "  file://$(CURDIR)/public/index.html"

vet:
	@test -z "$$(gofmt -l .)" || { echo "not formatted:"; gofmt -l .; exit 1; }
	$(GO) vet ./...

# Without the tests that take long; "make test" runs those too.
check: vet
	$(GO) test -short ./...

# How often the longest tests do what they do: killed builds, mutated documents.
test: export DEBRIEF_KILLS ?= 10
test: export DEBRIEF_MUTATIONS ?= 1000
# A sample of pages, widths and attacks, or all of them (DEBRIEF_FULL=1).
# DEBRIEF_SEED repeats a sample.
test:
	.ci/setup $(if $(DEBRIEF_FULL),full)
	$(MAKE) vet
	$(GO) test ./...
	$(MAKE) site
	bin/debrief -C examples lint
	bin/debrief -C docs lint
	@seed=$${DEBRIEF_SEED:-$$RANDOM}; echo "DEBRIEF_SEED=$$seed repeats this sample"; \
	DEBRIEF_SEED=$$seed $(GO) test -tags browser -timeout $(if $(DEBRIEF_FULL),4h,20m) ./render/browser

# The race detector and other systems have jobs of their own in CI.
race:
	$(GO) test -race -short ./internal/corpus ./internal/publish ./internal/watch ./lint ./render
	$(GO) test -race -run Parallel ./schema

test-full: race
	GOOS=darwin $(GO) vet ./...
	GOOS=windows $(GO) vet ./...
	DEBRIEF_KILLS=200 DEBRIEF_MUTATIONS=10000 DEBRIEF_FULL=1 $(MAKE) test

# The pictures of README and manual: ten pages in both languages, from the
# examples as of a fixed day, without Git. Fonts differ between machines, and
# so do the pictures.
screenshots: build
	.ci/setup
	mkdir -p docs/images
	DEBRIEF_SCREENSHOTS="$(CURDIR)/docs/images" $(GO) test -tags browser -count 1 -run TestScreenshots ./render/browser

fuzz:
	for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 30s $$pkg || exit 1; \
	  done; \
	done

# How well the search answers queries whose answers are known. EVAL is a folder
# with mkrepo.py, score.py and queries.jsonl.
EVAL ?= $(DEBRIEF_SHARED)/eval
eval: build
	@test -f "$(EVAL)/mkrepo.py" || { echo "set EVAL to the folder of queries with known answers"; exit 1; }
	@set -e; work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	for form in text short; do \
	  python3 -c 'import json, sys; [print(json.dumps({"id": q["id"], "query": q[sys.argv[1]], "lang": q["lang"]})) for q in map(json.loads, sys.stdin)]' $$form < "$(EVAL)/queries.jsonl" > "$$work/$$form.jsonl"; \
	done; \
	for anchors in "" --anchors; do \
	  python3 "$(EVAL)/mkrepo.py" "$$work/repo$$anchors" $$anchors; \
	  for form in text short; do \
	    echo "== $$form $$anchors"; \
	    bin/debrief -C "$$work/repo$$anchors" search --batch "$$work/$$form.jsonl" > "$$work/results.jsonl"; \
	    python3 "$(EVAL)/score.py" "$$work/repo$$anchors" "$$work/results.jsonl"; \
	  done; \
	done
	DEBRIEF_SHARED="$(abspath $(EVAL)/..)" $(GO) test -count 1 -v -run 'KnownAnswers|Slips|PagesInEnglish|FilesAnswerAlike' ./internal/search

# What the search of a site costs in Chromium: bytes, requests, round trips and
# time, and that it answers as "debrief search". REPO is any repository.
bench-search: build
	DEBRIEF_FULL=1 DEBRIEF_REPO="$(if $(REPO),$(abspath $(REPO)))" $(GO) test -tags browser -count 1 -timeout 60m -v -run TestSearchOfASite ./render/browser

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

clean:
	rm -rf bin public
