# make run    build, check and query the project's own examples
# make test   everything that is tested, with all that it needs
# make serve  open the site over what make run has built
# make bench  time and memory, as tables
# make sbom   what is installed, as a bill of materials
PYTHON ?= $(shell sh requirements/interpreter)
BIN := .venv/bin
OUT ?= out
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK = $(BIN)/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
  --no-annotate

# Compiled modules are kept: else each process compiles the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run serve test lint services bench lock sbom clean

run: .venv/.run
	$(BIN)/yusuan build examples/sources.toml --out $(OUT)
	$(BIN)/yusuan validate $(OUT)
	@echo; echo "—— 2010350 事业运行的历年金额 / one item over the years"
	$(BIN)/yusuan query function-over-years --param code=2010350 --store $(OUT)
	@echo; echo "—— 两年比较 / compared"
	$(BIN)/yusuan compare --function 2010350 --years 2023,2024 --store $(OUT)
	@echo; echo "—— “三公”经费 / receptions, cars and travel abroad"
	$(BIN)/yusuan query three-public --param year=2024 --store $(OUT)
	@echo
	@echo "数据包 packages   $(OUT)/packages/*/datapackage.json"
	@echo "核对报告 report    $(OUT)/packages/*/report.html （用浏览器打开 open in a browser）"
	@echo "全部观测 Parquet   $(OUT)/observations/"
	@echo "目录 catalogue    $(OUT)/catalogue.ttl $(OUT)/catalogue.jsonld"
	@echo "问答库 questions   $(BIN)/yusuan query --list"

serve: .venv/.run
	@test -f $(OUT)/build.json || $(MAKE) run
	$(BIN)/yusuan serve $(OUT)

test: .venv/.test
	@$(MAKE) --no-print-directory --jobs 2 lint services
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright

# The real CKANs of the tests, fetched while the checks of `lint` run.
services: .venv/.test
	$(BIN)/python tests/integration/ckan/installation.py

bench: .venv/.test
	$(BIN)/python bench/job.py

# The versions, with their hashes, that `make run` and `make test` install: after a change of pyproject.toml.
lock: .venv/.test
	$(LOCK) --extra dev --output-file requirements/test.lock
	$(LOCK) --extra ocr --constraint requirements/test.lock --output-file requirements/run.lock

# What is installed, as CycloneDX.
sbom: .venv/.test
	$(BIN)/cyclonedx-py environment .venv --output-reproducible --output-file sbom.json

.venv/.run: pyproject.toml requirements/run.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新 / Python 3.11 or later is needed"; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "缺少 venv 模块，请先安装（Debian: apt-get install python3-venv）/ install the venv module first"; exit 2; }
	$(PIP) --require-hashes --requirement requirements/run.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m yusuan.catalogue.site.editor
	@touch $@

.venv/.test: .venv/.run requirements/test.lock tests/install-system
	sh tests/install-system
	@sed -n '/^uv==/,/[^\\]$$/p' requirements/test.lock >.venv/uv.lock
	$(PIP) --require-hashes --no-deps --requirement .venv/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes \
	  --requirement requirements/test.lock || $(PIP) --require-hashes --requirement requirements/test.lock
	@touch $@

clean:
	rm -rf .venv build *.egg-info $(OUT)
