# What a command prints must be one number, with or without a unit. A check
# without thresholds looks at the exit status alone.

state=0 failed='' lines='' perfdata='' ran=0 good=0

tmp=$(mktemp -d 2>/dev/null) || { printf '%s\n' 'UNKNOWN - mktemp -d failed'; exit 3; }
trap 'rm -rf "$tmp"' 0
trap 'exit 3' 1 2 15

# With this a pipe fails if any part of it does. Not every sh knows it.
strict=''
sh -o pipefail -c : 2>/dev/null && strict='-o pipefail'

# run COMMAND OPTIONS: output in $tmp/out, complaints in $tmp/err, exit status in
# $code; 137 if it took too long.
run() {
	if command -v timeout >/dev/null 2>&1; then
		# shellcheck disable=SC2086 # words of an option
		timeout -s KILL "$limit" sh $2 -c -- "$1" >"$tmp/out" 2>"$tmp/err" </dev/null
		code=$?
		[ "$code" -ne 124 ] || code=137
		return
	fi
	# shellcheck disable=SC2086
	sh $2 -c -- "$1" >"$tmp/out" 2>"$tmp/err" </dev/null &
	child=$!
	(sleep "$limit"; kill -9 "$child") >/dev/null 2>&1 &
	watch=$!
	wait "$child"
	code=$?
	kill "$watch"
}

# broken: whether a part of the command failed and said so, although there may be
# a number: in "kubectl get pods | wc -l" without kubectl there is one. A count of
# nothing, "grep -c", fails without a word.
broken() {
	[ -s "$tmp/err" ] || return 1
	[ "$code" -eq 0 ] || return 0
	grep -q '^sh: .*not found$' "$tmp/err"
}

# judge OP WARN CRITICAL: "STATE NUMBER" of what was printed; nothing if that is
# no number.
judge() {
	LC_ALL=C awk -v op="$1" -v warn="$2" -v critical="$3" '
		function beyond(limit) {
			if (limit == "") return 0
			limit += 0
			if (op == ">") return value > limit
			if (op == ">=") return value >= limit
			if (op == "<") return value < limit
			if (op == "<=") return value <= limit
			if (op == "==") return value == limit
			return value != limit
		}
		NF { n++; text = $0 }
		END {
			gsub(/^[ \t\r]+|[ \t\r]+$/, "", text)
			if (n != 1 || text !~ /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?[ \t]*[%A-Za-z\/]*$/) exit
			match(text, /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?/)
			number = substr(text, 1, RLENGTH)
			value = number + 0
			sub(/^\+/, "", number)
			print (beyond(critical) ? 2 : beyond(warn) ? 1 : 0), number
		}' "$tmp/out"
}

# note STATE TEXT HINT: a line of the report. Critical counts before warning,
# warning before unknown.
note() {
	case $1 in
	0) name=OK good=$((good + 1)) ;;
	1) name=WARNING ;;
	2) name=CRITICAL ;;
	*) name=UNKNOWN ;;
	esac
	if [ "$1" -ne 0 ]; then
		failed="$failed${failed:+, }$2"
		set -- "$1" "$2${3:+ -> $3}"
	fi
	lines="$lines
$name: $2"
	case $state$1 in
	*2*) state=2 ;;
	*1*) state=1 ;;
	*3*) state=3 ;;
	esac
}

# check LABEL TITLE OP WARN CRITICAL UNIT UOM WARNRANGE CRITICALRANGE HINT COMMAND
check() {
	ran=$((ran + 1))
	options=$strict
	[ -n "$4$5" ] || options=''
	run "${11}" "$options" 2>/dev/null
	if [ "$code" -eq 137 ]; then
		note 3 "$2: $word_late" "${10}"
		return
	fi
	if [ -z "$4$5" ]; then
		case $code in
		0) note 0 "$2: $word_fine" ;;
		126 | 127) note 3 "$2: $word_status $code" "${10}" ;;
		*) note 2 "$2: $word_status $code" "${10}" ;;
		esac
		return
	fi
	verdict=$(judge "$3" "$4" "$5")
	if [ -z "$verdict" ]; then
		note 3 "$2: $word_number $code" "${10}"
		return
	fi
	if broken; then
		note 3 "$2: $word_part" "${10}"
		return
	fi
	number=${verdict#* }
	limits="$3 $4${4:+${5:+ / }}$5"
	note "${verdict%% *}" "$2: $number${6:+ $6} ($limits)" "${10}"
	perfdata="$perfdata '$1'=$number$7;$8;$9"
}

# finish: the status line with the performance data, the report, the status.
finish() {
	case $state in
	0) name=OK ;;
	1) name=WARNING ;;
	2) name=CRITICAL ;;
	*) name=UNKNOWN ;;
	esac
	printf '%s - %s%s%s\n' "$name" "$good/$ran OK${word_left:+, $word_left}" "${failed:+: $failed}" "${perfdata:+ |$perfdata}$lines"
	exit "$state"
}
