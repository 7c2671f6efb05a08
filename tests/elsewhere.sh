#!/usr/bin/env bash
# Run the tests as on other machines: in a new clone at a path with spaces, first on a machine that booted a minute ago and in random
# order, then on one that has been up for ten years and is busy; each time with another language, time zone and umask.
# Usage: tests/elsewhere.sh <python>
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
scratch=$(mktemp -d)
busy=()
trap '[ ${#busy[@]} = 0 ] || kill "${busy[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

clone="$scratch/a clöne"
git clone --quiet . "$clone"
make --no-print-directory -C "$clone" PYTHON="$python" .venv

# Time namespaces are a feature of Linux, for root or with user namespaces. They change time.monotonic, and nothing else.
at_uptime() {
  local offset=$(($1 - $(cut -d. -f1 /proc/uptime 2>/dev/null || echo 0))) options
  shift
  for options in "--time" "--user --map-root-user --time"; do
    # shellcheck disable=SC2086
    if unshare $options --monotonic "$offset" --fork true 2>/dev/null; then
      unshare $options --monotonic "$offset" --fork "$@"
      return
    fi
  done
  echo "Not run at another uptime: this system has no time namespaces."
  "$@"
}

# Another version of the package, which no test may import.
mkdir -p "$scratch/other/datadog_case_management"
echo 'raise ImportError("another version of the package")' >"$scratch/other/datadog_case_management/__init__.py"

pytest=("$clone/.venv/bin/python" -m pytest -q -n 5 --dist worksteal -p no:schemathesis -p no:cacheprovider)
cd "$clone"

echo "At an uptime of a minute, in random order:"
(umask 077 && at_uptime 60 env TZ=Pacific/Kiritimati LC_ALL=C HOME="$scratch/nowhere" PYTHONPATH="$scratch/other" CI=1 \
  "${pytest[@]}")

echo "At an uptime of ten years, beside four busy processes:"
for _ in 1 2 3 4; do
  timeout 900 sh -c 'while :; do :; done' &
  busy+=($!)
done
at_uptime 315360000 env TZ=America/St_Johns LC_ALL=C.UTF-8 PYTHONHASHSEED=1 HTTP_PROXY=http://127.0.0.1:9 DD_SITE=datadoghq.eu \
  "${pytest[@]}" -p no:randomly
