#!/bin/sh
# Keeps the log files of one ingress class in bounds. logrotate renames, compresses and counts; this script
# decides when, tells the class' nginx to reopen, and keeps to age and bytes, which logrotate does not watch.
#
# agent.sh run            look at the files every EVERY seconds, until SIGTERM
# agent.sh look           look once, where no agent runs
# agent.sh turned FILE    called by logrotate once FILE is renamed
# agent.sh alive|ready    probes: the last look, the last look without an error, is recent
# agent.sh started        probe: a look went without an error, or the first one has had its time
#
# LOG_DIR the class' directory, CONF logrotate's rules for it, RUN_DIR a small writable directory;
# EVERY, AGE, MAX_AGE in seconds; KEEP in files; BUDGET in bytes; COMPRESS, COPY_TRUNCATE true or false.
set -u
: "${LOG_DIR:?}" "${CONF:?}" "${RUN_DIR:?}" "${EVERY:?}" "${AGE:?}" "${MAX_AGE:?}" "${KEEP:?}" "${BUDGET:?}"
: "${COMPRESS:?}" "${COPY_TRUNCATE:?}" "${PROC:=/proc}"
stamps=$LOG_DIR/.turned-over

main() {
  case ${1:-} in
    run) run ;;
    look) lock --nonblock && look ;;
    turned) turned "$2" ;;
    alive) recent "$RUN_DIR/looked" ;;
    ready) recent "$RUN_DIR/well" ;;
    started) [ -e "$RUN_DIR/well" ] || { [ -e "$RUN_DIR/begun" ] && older_than 45 "$RUN_DIR/begun"; } ;;
    *) say "usage: agent.sh run|look|turned FILE|alive|ready|started" && exit 2 ;;
  esac
}

run() {
  touch "$RUN_DIR/begun" "$RUN_DIR/looked"
  lock
  trap 'kill "${pause:-}" 2>/dev/null; exit 0' TERM INT
  # A former agent may have been killed between a rename and its signal.
  reopen
  while :; do
    if look; then touch "$RUN_DIR/well"; fi
    touch "$RUN_DIR/looked"
    sleep "$EVERY" 9<&- & pause=$!
    wait "$pause"
  done
}

# Held by every logrotate this process starts as well: where the agent alone was killed, the next one waits.
lock() {
  exec 9<"$LOG_DIR"
  flock "$@" 9 || { say "another agent is at work in $LOG_DIR" && exit 1; }
}

look() {
  well=0
  if [ -z "$(live_files)" ]; then return 0; fi
  if [ ! -w "$LOG_DIR" ]; then
    say "$LOG_DIR is not writable by uid $(id -u); the controller's init container gives it away" && return 1
  fi
  remove_old
  keep_bounds || well=1
  if settle_compression; then
    turn_over "$CONF" || well=1
    turn_over_aged || well=1
    remove_surplus
  else
    well=1
  fi
  keep_bounds || well=1
  return "$well"
}

# No state file: size and force need none, and it could not be written on a full disk.
turn_over() {
  logrotate --state /dev/null "$@" && return 0
  say "logrotate failed; nginx reopens its files in case it got as far as renaming them"
  reopen
  return 1
}

turn_over_now() {
  sed "s|^[^ ]* {|$1 {|" "$CONF" >"$RUN_DIR/one.conf" && turn_over --force "$RUN_DIR/one.conf"
}

turn_over_aged() {
  aged_well=0
  for file in $(live_files); do
    stamp=$stamps/${file##*/}
    # An empty file has no age: it counts from its first line on.
    if [ ! -e "$stamp" ] || [ ! -s "$file" ]; then
      mark "$stamp"
    elif older_than "$AGE" "$stamp"; then
      turn_over_now "$file" || aged_well=1
    fi
  done
  return "$aged_well"
}

turned() {
  mark "$stamps/${1##*/}"
  reopen || return 0
  # Not to compress, nor remove, what nginx still writes to.
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -e "$1" ] && return 0
    sleep 0.1
  done
  say "nginx did not reopen $1 within 2 s"
}

# Fails where there was nobody to signal.
reopen() {
  [ "$COPY_TRUNCATE" = false ] || return 1
  signalled=1
  for pid in $(masters); do
    kill -s USR1 "$pid" && signalled=0
  done
  return "$signalled"
}

# nginx masters that have this very directory mounted, where the agent has it: device and root of a mount are
# the same in every container, and mountinfo is open to all even where nginx' file capabilities close the rest of
# its /proc. The mount point tells them from an nginx of the node itself, which sees every file system.
masters() {
  own=
  while read -r _ _ device root at _; do
    if [ "$at" = "$LOG_DIR" ]; then own="$device $root"; fi
  done <"$PROC/self/mountinfo"
  if [ -z "$own" ]; then say "$LOG_DIR is no mount: nobody to signal" && return 1; fi
  for title in $(grep -ls '^nginx: master process' "$PROC"/[0-9]*/cmdline); do
    while read -r _ _ device root at _; do
      if [ "$device $root $at" = "$own $LOG_DIR" ]; then basename "${title%/cmdline}" && break; fi
    done 2>/dev/null <"${title%/cmdline}/mountinfo"
  done
}

remove_old() {
  turned_over ! -newermt "@$(($(date +%s) - MAX_AGE))" -delete
}

# logrotate removes the one file that leaves its count; those beyond it are from a time with a larger count.
remove_surplus() {
  for live in $(live_files); do
    find "$LOG_DIR" -maxdepth 1 -type f -name "${live##*/}.[0-9]*" -printf '%T@ %p\n' |
      sort -rn | tail -n "+$((KEEP + 1))" | cut -d ' ' -f 2- | xargs -r rm -f
  done
}

# Turned-over files go, oldest first; if there are none left, the largest live file is turned over and goes.
keep_bounds() {
  forced=0
  while reason=$(out_of_bounds); do
    oldest=$(turned_over -printf '%T@ %p\n' | sort -n | head -n 1 | cut -d ' ' -f 2-)
    if [ -n "$oldest" ]; then
      rm -f "$oldest" && say "$reason: removed $oldest" || return 1
    elif [ "$forced" -lt 2 ]; then
      forced=$((forced + 1))
      largest=$(live_files -size +0 -printf '%s %p\n' | sort -rn | head -n 1 | cut -d ' ' -f 2-)
      if [ -z "$largest" ]; then say "$reason, and no log file to remove" && return 1; fi
      turn_over_now "$largest" || return 1
    else
      say "$reason, and nothing left to remove" && return 1
    fi
  done
}

out_of_bounds() {
  total=0
  for size in $(find "$LOG_DIR" -type f -printf '%s ' 2>/dev/null); do total=$((total + size)); done
  if [ "$total" -gt "$BUDGET" ]; then echo "$total bytes, over the budget of $BUDGET" && return 0; fi
  # A full disk takes no new line: below 1% free, at most 64 MiB, old ones make room.
  read -r free blocks block <<END
$(stat -f -c '%a %b %S' "$LOG_DIR")
END
  [ "$((free * 100))" -lt "$blocks" ] && [ "$((free * block))" -lt 67108864 ] && echo "disk full"
}

# What a killed or failed gzip left: half a .gz next to its source, and sources logrotate passes over, which
# compresses nothing but the newest. To be done before logrotate would rename one over the other.
settle_compression() {
  [ "$COMPRESS" = true ] || return 0
  for plain in "$LOG_DIR"/*.log.[0-9]*; do
    number=${plain##*.}
    case $number in *[!0-9]* | '') continue ;; esac
    [ -e "$plain" ] || continue
    if [ -e "$plain.gz" ]; then
      if gzip -t "$plain.gz" 2>/dev/null && ! gzip -dc "$plain.gz" | cmp -s - "$plain"; then
        plain=$(move_away "$plain") || return 1
        number=${plain##*.}
      else
        rm -f "$plain.gz"
      fi
    fi
    if [ "$number" -ge 2 ]; then
      gzip "$plain" || { rm -f "$plain.gz" && return 1; }
    fi
  done
}

# Two different files of one number, as when compression was switched off and on: the plain one moves to the end.
move_away() {
  next=$number
  while [ -e "${1%.*}.$next" ] || [ -e "${1%.*}.$next.gz" ]; do next=$((next + 1)); done
  mv "$1" "${1%.*}.$next" && echo "${1%.*}.$next"
}

live_files() {
  find "$LOG_DIR" -maxdepth 1 -type f -name '*.log' "$@"
}

turned_over() {
  find "$LOG_DIR" -maxdepth 1 -type f -name '*.log.[0-9]*' "$@"
}

older_than() {
  [ "$(($(date +%s) - $(stat -c %Y "$2")))" -ge "$1" ]
}

recent() {
  [ -e "$1" ] && ! older_than $((3 * EVERY + 300)) "$1"
}

mark() {
  mkdir -p "$stamps" && touch "$1"
}

say() {
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2
}

main "$@"
