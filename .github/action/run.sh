#!/usr/bin/env bash
# The action's one step: builds debrief from the action's own checkout, lints,
# and writes annotations, the job summary, SARIF and the outputs.
#
# The exit code is that of the linter: 0 nothing to report, 1 findings at the
# failing level, 2 the work could not be done.
set -euo pipefail

out=${RUNNER_TEMP:?}/debrief
mkdir -p "$out"
debrief=$out/debrief$(go env GOEXE)
CGO_ENABLED=0 go build -C "${ACTION_PATH:?}" -trimpath -ldflags "-s -w -X main.version=${ACTION_REF:-action}" -o "$debrief" ./cmd/debrief

cd "${INPUT_DIRECTORY:-.}"
# A pull request may put a link in the place of the folder.
case $(pwd -P)/ in
  "$(cd "${GITHUB_WORKSPACE:?}" && pwd -P)"/*) ;;
  *) echo "debrief: the directory leads out of the workspace" >&2; exit 2 ;;
esac
# Arrays that may be empty are never expanded alone: the bash of macOS (3.2)
# takes that for an unset variable.
common=(--directory=.)
if [[ -n ${INPUT_LANGUAGE:-} ]]; then common+=("--lang=$INPUT_LANGUAGE"); fi
if [[ -n ${INPUT_SINCE:-} ]]; then common+=("--since=$INPUT_SINCE"); fi

args=(lint "${common[@]}"
  --format github --format "sarif=$out/debrief.sarif" --format "json=$out/debrief.json" --format "summary=$out/summary.md")
if [[ -n ${INPUT_FAIL_ON:-} ]]; then args+=("--fail-on=$INPUT_FAIL_ON"); fi
if [[ ${INPUT_SCHEDULED:-false} == true ]]; then args+=(--scheduled); fi
while IFS= read -r line; do
  if [[ $line =~ [^[:space:]] ]]; then args+=("--alerts=${line%$'\r'}"); fi
done <<<"${INPUT_ALERTS:-}"
args+=(--)
while IFS= read -r line; do
  if [[ $line =~ [^[:space:]] ]]; then args+=("${line%$'\r'}"); fi
done <<<"${INPUT_PATHS:-}"

status=0
"$debrief" "${args[@]}" || status=$?
if ((status > 1)); then exit "$status"; fi

report=
if [[ -n ${INPUT_SINCE:-} ]]; then
  report=$out/report.md
  "$debrief" report "${common[@]}" --format markdown >"$report"
fi
if [[ ${INPUT_SUMMARY:-true} == true ]]; then
  cat "$out/summary.md" ${report:+"$report"} >>"${GITHUB_STEP_SUMMARY:?}"
fi

# count prints one of the counts at the end of the JSON findings.
count() { sed -n 's/^    "'"$1"'": \([0-9]*\),\{0,1\}$/\1/p' "$out/debrief.json" | tail -n 1; }
{
  for name in errors warnings infos; do printf '%s=%s\n' "$name" "$(count "$name")"; done
  printf 'sarif=%s\njson=%s\nreport=%s\n' "$out/debrief.sarif" "$out/debrief.json" "$report"
} >>"${GITHUB_OUTPUT:?}"
exit "$status"
