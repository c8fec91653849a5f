# Attune. `make` alone lists the targets.

BUILD := .build
# Dependencies are those of Package.resolved, and no others.
SWIFT_BUILD := swift build --force-resolved-versions
VIDEO ?=
# Options of `make validate`, such as VALIDATE=--quick and SCENARIOS="--sessions 20 --surrogates 99".
VALIDATE ?=
# Of `make realworld`: a folder of clips with codings, and options such as REALWORLD=--mirrored.
REAL ?= $(wildcard ../shared/media/real)
REALWORLD ?=
# Of `make validate`: folders with real motion energy, two columns a session.
INTAKE ?= $(wildcard ../shared/golden/rmea-intake/*)
# Of `make fuzz`: how long each target runs, and which (all when empty).
SECONDS ?= 60
FUZZ ?=
CLANG_FORMATTED = $(shell find CShims scripts -name '*.h' -o -name '*.hpp' -o -name '*.cpp' -o -name '*.c')

# Suppressions name only libraries that are not ours (scripts/sanitizers/).
SANITIZERS := $(CURDIR)/scripts/sanitizers
export ASAN_OPTIONS = detect_leaks=1
export LSAN_OPTIONS = suppressions=$(SANITIZERS)/lsan.txt:print_suppressions=0
export TSAN_OPTIONS = suppressions=$(SANITIZERS)/tsan.txt:ignore_noninstrumented_modules=1
export UBSAN_OPTIONS = halt_on_error=1:print_stacktrace=1

# oneTBB, which OpenVINO brings, loads a part of itself in a way (RTLD_DEEPBIND) that the address
# sanitizer refuses; this makes it do without.
export TBB_ENABLE_SANITIZERS = 1
# What infers. The leak sanitizer does not survive OpenVINO's threads: these run apart, without it (`make fuzz`
# looks for leaks of the C edge).
LEAKS_UNTOLD := VisionTests|attuneTests
# The thread sanitizer sees nothing of what OpenVINO synchronises, nor of Synchronization's Mutex
# (scripts/sanitizers/mutex), which guards the live page: it leaves these out.
INFERENCE := PoseTrackerTests|attuneTests

# What is measured by the clock, in a browser and over sockets (tags `timed` and `sockets`) runs apart:
# beside tests that wait for other programs, which hold their threads, it would find none free. `swift
# test` selects by name and not by tag, so the suites are named here.
TIMED := attuneTests.LiveTests|attuneTests.LiveCameraTests|ReportInBrowserTests|StudyInBrowserTests
SOCKETS := LivePageTests

.DEFAULT_GOAL := help
.PHONY: help setup build demo test golden test-camera test-workbench bench validate realworld docs lint format sanitize fuzz faults sbom package image test-package test-cluster clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Fetch what the build needs (packages, OpenVINO, models); fast when it is all there
	@scripts/setup

build: setup ## Build attune and attune-vision, optimised
	$(SWIFT_BUILD) -c release --product attune
	$(SWIFT_BUILD) -c release --product attune-vision

demo: build ## Analyse the example session and write demo-session/report.html
	$(BUILD)/release/attune demo --force

package: ## Build the Debian package, with Swift's runtime inside, into dist/
	@scripts/setup --package
	@scripts/package

image: package ## Put a container's image (OCI) together from the package, into dist/
	@scripts/package --image-only

test-package: ## Install the package in a bare Debian 12 and run the demo there (root)
	@scripts/setup --package
	@scripts/test-package

test-workbench: ## Go the whole way on the pages of `attune open` in a browser, from an empty folder to a withdrawal
	@scripts/setup --test
	$(SWIFT_BUILD) --product attune
	$(SWIFT_BUILD) --product attune-vision
	@scripts/test-workbench

test-cluster: ## Run a study on a real Slurm, and kill one of its nodes (root)
	@scripts/setup --test --cluster
	$(SWIFT_BUILD) --product attune
	$(SWIFT_BUILD) --product attune-vision
	@scripts/test-cluster

test: ## Build everything and run all tests
	@scripts/setup --test
	$(SWIFT_BUILD) --build-tests
	swift test --skip-build --skip '$(TIMED)|$(SOCKETS)'
	swift test --skip-build --filter '$(TIMED)'
	swift test --skip-build --filter '$(SOCKETS)'

golden: ## Write the expected results in Tests/Golden anew, to be reviewed
	@scripts/setup --test
	$(SWIFT_BUILD) --build-tests
	ATTUNE_GOLDEN=1 swift test --skip-build --filter attuneTests.GoldenTests

test-camera: build ## Try the cameras on a virtual one in an emulated machine (ten minutes)
	@scripts/setup --camera
	@scripts/test-camera

bench: build ## Measure against MediaPipe and numpy (VIDEO=FILE for a video of your own)
	$(SWIFT_BUILD) -c release --product attune-validate
	@scripts/bench $(VIDEO)
	@scripts/bench-scorer
	@scripts/bench-live

validate: ## Simulate dyads with known truth and write docs/validation.md (half an hour on two cores)
	$(SWIFT_BUILD) -c release --product attune-validate
	nice -n 19 $(BUILD)/release/attune-validate $(VALIDATE)
	nice -n 19 $(BUILD)/release/attune-validate scenarios --page docs/validation.md $(SCENARIOS)
	@test -z "$(INTAKE)" || nice -n 19 $(BUILD)/release/attune-validate recombined \
	--page docs/validation.md $(INTAKE)

realworld: ## Hold Attune against codings of real people (REAL=FOLDER with clips, coder1/ and coder2/)
	@test -n "$(REAL)" || { echo "make realworld needs REAL=FOLDER: videos of two people, and what two \
	coders saw in them as coder1/NAME.csv and coder2/NAME.csv"; exit 1; }
	@$(MAKE) --no-print-directory build
	@scripts/realworld $(REAL) $(REALWORLD)

sbom: ## Print what Attune is made of (CycloneDX); known faults of it: scripts/sbom --check
	@scripts/sbom

lint: ## Check the format of the Swift and C++ sources
	@command -v clang-format >/dev/null || scripts/setup --test
	swift format lint --strict --recursive --parallel --configuration .swift-format \
		Sources Tests Benchmarks Package.swift
	clang-format --dry-run -Werror $(CLANG_FORMATTED)

format: ## Format the Swift and C++ sources in place
	@command -v clang-format >/dev/null || scripts/setup --test
	swift format format --in-place --recursive --parallel --configuration .swift-format \
		Sources Tests Benchmarks Package.swift
	clang-format -i $(CLANG_FORMATTED)

docs: ## Build the pages of every module, and fail on a broken link
	@scripts/setup
	@scripts/docs

sanitize: ## Run the tests under the address, thread and (C++) undefined-behaviour sanitizers
	@scripts/setup --test
	$(SWIFT_BUILD) --build-tests --scratch-path .build-asan --sanitize=address \
		-Xcxx -fsanitize=undefined -Xcxx -fno-sanitize-recover=undefined
	swift test --skip-build --scratch-path .build-asan --sanitize=address \
		--skip '$(LEAKS_UNTOLD)|$(TIMED)|$(SOCKETS)'
	swift test --skip-build --scratch-path .build-asan --sanitize=address --filter '$(SOCKETS)'
	ASAN_OPTIONS=detect_leaks=0 swift test --skip-build --scratch-path .build-asan \
		--sanitize=address --filter '$(LEAKS_UNTOLD)' --skip '$(TIMED)'
	@scripts/sanitizers/mutex '$(SOCKETS)'
	$(SWIFT_BUILD) --build-tests --scratch-path .build-tsan --sanitize=thread
	swift test --skip-build --scratch-path .build-tsan --sanitize=thread \
		--skip '$(INFERENCE)|$(TIMED)|$(SOCKETS)'

fuzz: ## Hand made-up input to every reader, SECONDS=60 for each, FUZZ=target for one
	@scripts/setup --test
	@scripts/fuzz --seconds $(SECONDS) $(FUZZ)

faults: ## Inject faults into the built program and print what came of it
	@scripts/setup --test
	$(SWIFT_BUILD) --product attune
	$(SWIFT_BUILD) --product attune-vision
	@scripts/faults

clean: ## Remove what was built; .deps/ (what was fetched) stays
	rm -rf .build .build-asan .build-tsan .build-fuzz .build-package dist demo-session
