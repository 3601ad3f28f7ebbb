/**
 * The watchdog: POSIX sh, for dash, busybox and bash alike. Its standard input is the reading end of a pipe from the adapter, so
 * it notices the adapter's death, SIGKILL included, by the end of that input.
 *
 * Usage: sh watchdog RUN_DIRECTORY UID. Lines on standard input:
 *
 *     group PID START      look after a process that leads a group (and, it may be, a session)
 *     process PID START    look after one process
 *     unwatch PID START    it has ended
 *     remove PATH          a $WORK to be removed
 *     keep PATH            not to be removed after all
 *     seek PATH            the directory in which go makes its $WORK: looked into if none was named
 *     close                all is well: exit and do nothing
 *
 * START is the process's start time in clock ticks (field 22 of proc_pid_stat(5)), 0 where there is no /proc. Paths, on the
 * command line and in lines, are written so that `printf %b` gives them back: see encodePath.
 */
export const watchdogScript = `set -uf
trap '' HUP INT QUIT TERM
run_directory=$1
owner=$2
groups=
processes=
removals=
seek=

# look PID: sets state, group, session and start of a process; fails if there is none.
# The name in parentheses may hold anything, so what follows the last of them is read.
look() {
	text=
	line=
	while IFS= read -r line || [ -n "$line" ]; do
		text="$text$line "
	done 2>/dev/null <"/proc/$1/stat"
	[ -n "$text" ] || return 1
	set -- \${text##*) }
	state=$1 group=$3 session=$4 start=\${20}
}

# same PID START: whether this process still runs.
same() {
	if [ "$2" = 0 ]; then
		kill -0 "$1" 2>/dev/null
	else
		look "$1" && [ "$start" = "$2" ] && [ "$state" != Z ]
	fi
}

# without LIST WORD: prints the list without the word.
without() {
	for word in $1; do
		[ "$word" = "$2" ] || printf ' %s' "$word"
	done
}

# leaders: whether any process that was named still runs.
leaders() {
	for watched in $groups $processes; do
		same "\${watched%:*}" "\${watched#*:}" && return 0
	done
	return 1
}

# find_survivors: sets survivors to the processes that were named or belong to a named group or session. Such a number stays taken
# as long as it has members: if another process has it by now, it has none of ours.
find_survivors() {
	survivors=
	ours=
	for watched in $groups; do
		look "\${watched%:*}" && [ "$start" != "\${watched#*:}" ] && continue
		ours="$ours $watched"
	done
	set +f
	set -- /proc/[0-9]*
	set -f
	for entry in "$@"; do
		pid=\${entry#/proc/}
		look "$pid" && [ "$state" != Z ] || continue
		for watched in $ours; do
			leader=\${watched%:*}
			if [ "$group" = "$leader" ] || [ "$session" = "$leader" ]; then
				[ "$start" -ge "\${watched#*:}" ] || continue
				survivors="$survivors $pid"
				continue 2
			fi
		done
		for watched in $processes; do
			[ "$watched" = "$pid:$start" ] && survivors="$survivors $pid"
		done
	done
}

# pause: a twentieth of a second, or a second where sleep knows no fractions; counts twentieths in turns.
pause() {
	if sleep 0.05 2>/dev/null; then
		turns=$((turns + 1))
	else
		sleep 1
		turns=$((turns + 20))
	fi
}

# add_children: what the first of the processes, which is go, has started: the adapter may have died before it had heard of the program.
add_children() {
	set +f
	for watched in $processes; do
		same "\${watched%:*}" "\${watched#*:}" || break
		for list in /proc/"\${watched%:*}"/task/*/children; do
			children=
			read -r children <"$list"
			for pid in $children; do
				look "$pid" && processes="$processes $pid:$start"
			done
		done 2>/dev/null
		break
	done
	set -f
}

# end_processes: go, interrupted while it builds, ends with its tools; dlv, whose client is gone, ends its program. Two seconds
# for that, then SIGKILL for whatever is left, again for what was forked meanwhile.
end_processes() {
	for watched in $groups; do
		same "\${watched%:*}" "\${watched#*:}" && kill -INT "-\${watched%:*}"
	done
	for watched in $processes; do
		same "\${watched%:*}" "\${watched#*:}" && kill -INT "\${watched%:*}"
	done
	turns=0
	while leaders && [ "$turns" -lt 40 ]; do pause; done
	find_survivors
	for watched in $groups $processes; do
		[ "\${watched#*:}" = 0 ] && kill -KILL "-\${watched%:*}" "\${watched%:*}"
	done
	for round in 1 2 3 4 5; do
		[ -n "$survivors" ] || return
		kill -KILL $survivors
		pause
		find_survivors
	done
}

# remove PATH: a directory of the adapter's user, and no symbolic link.
remove() {
	[ -n "$(find "$1" -prune -type d -user "$owner")" ] && rm -rf "$1"
}

# remove_work PATH: only what go would have named so.
remove_work() {
	name=\${1##*/}
	digits=\${name#go-build}
	case $1 in /*) ;; *) return ;; esac
	case $digits in "$name" | '' | *[!0-9]*) return ;; esac
	remove "$1"
}

# may_make PID DIRECTORY: whether this is a go command that makes its $WORK there.
may_make() {
	name=
	read -r name <"/proc/$1/comm" && [ "$name" = go ] || return 1
	variables=$(tr '\\000' '\\n' <"/proc/$1/environ" | grep -e '^GOTMPDIR=.' -e '^TMPDIR=.' || echo TMPDIR=/tmp)
	printf '%s\\n' "$variables" | grep -Fqx -e "GOTMPDIR=$2" -e "TMPDIR=$2"
}

# remove_unknown DIRECTORY: the $WORK there of a go that died while it loaded packages, before it had told where it is: empty, and
# made since this script was written. Not where another go is at work that may have made it.
remove_unknown() {
	set +f
	set -- "$1" /proc/[0-9]*
	directory=$1
	shift
	for entry in "$@"; do
		may_make "\${entry#/proc/}" "$directory" && set -f && return
	done 2>/dev/null
	for entry in "$directory"/go-build[0-9]*; do
		[ -n "$(find "$entry" -prune -type d -user "$owner" -newer "$0")" ] && rmdir "$entry"
	done 2>/dev/null
	set -f
}

# decode WORD: sets decoded to the path. The x keeps line ends at its end, which a substitution drops.
decode() {
	decoded=$(printf '%bx' "$1")
	decoded=\${decoded%x}
}

watch() {
	while read -r verb first second; do
		case $verb in
		group) groups="$groups $first:$second" ;;
		process) processes="$processes $first:$second" ;;
		unwatch)
			groups=$(without "$groups" "$first:$second")
			processes=$(without "$processes" "$first:$second")
			;;
		remove) removals="$removals $first" ;;
		keep) removals=$(without "$removals" "$first") ;;
		seek) seek=$first ;;
		close) exit 0 ;;
		esac
	done
	exec </dev/null
	add_children
	end_processes
	for word in $removals; do
		decode "$word"
		remove_work "$decoded"
	done
	if [ -z "$removals" ] && [ -n "$seek" ]; then
		decode "$seek"
		remove_unknown "$decoded"
	fi
	decode "$run_directory"
	remove "$decoded"
	rmdir "\${decoded%/*}" 2>/dev/null
	exit 0
}

watch
`;

/** A path as one word of letters, digits and backslash escapes that `printf %b` gives back, whatever bytes it is made of. */
export function encodePath(path: string): string {
  return [...Buffer.from(path, "utf8")]
    .map((byte) =>
      /[\w./-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\0${byte.toString(8).padStart(3, "0")}`,
    )
    .join("");
}
