#!/usr/bin/env bash
# Makes the pictures of this folder anew: `callscope demo` in a tmux of its own, walked through its main screens, once at
# 80x24 and once at 160x50. Needs tmux. Each screen is named below with the keys that lead there and a text that shows
# it has arrived; the script stops when one does not.
#
#   screenshots/make.sh            build and take all
#   CALLSCOPE=./callscope screenshots/make.sh   take them from a program that is already built
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/screenshots
socket=callscope-pictures-$$ # a server for each size: one that ends must not meet one that starts
size=none
home=$(mktemp -d)
t() { env -u TMUX TMUX_TMPDIR="$home" tmux -u -L "$socket-$size" -f /dev/null "$@"; }
trap 't kill-server 2>/dev/null || true; rm -rf "$home"' EXIT

if [ -z "${CALLSCOPE:-}" ]; then
  cargo build --release --bin callscope
  target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
  CALLSCOPE=$target/release/callscope
fi
CALLSCOPE=$(realpath "$CALLSCOPE")
cargo build --quiet --example ansi_to_svg
to_svg=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/examples/ansi_to_svg

# name | keys (tmux's names, - for none) | text that must be there | title
screens=(
  "list|-|row 1 of 61|The list of calls, worst first"
  "find|j / 410/3112|hits|Find anything"
  "call|Escape Enter j j j j j j|Timeline|One call: legs, streams, timeline"
  "problem|e e|worse|The next problem on the timeline"
  "record|v|properties|The raw record behind a row"
  "load|5|records used|What was loaded and what was not"
  "help|?|Marks|Every key of this screen"
)

arrived() { # text: waits until it stands on the screen and the screen has come to rest
  local now last=
  for _ in $(seq 200); do
    now=$(t capture-pane -p -e -N)
    if [ "$now" = "$last" ] && grep -qiF -- "$1" <<<"$now"; then return; fi
    last=$now
    sleep 0.05
  done
  printf 'screenshots/make.sh: "%s" never came; the screen is\n%s\n' "$1" "$(t capture-pane -p)" >&2
  return 1
}

for size in 80x24 160x50; do
  columns=${size%x*} rows=${size#*x}
  t new-session -d -s pictures -x "$columns" -y "$rows" \
    "env -u NO_COLOR HOME='$home' LANG=C.UTF-8 TERM=screen-256color sh -c 'stty -echo; read go; exec \"$CALLSCOPE\" demo'"
  t set-option -g status off
  t resize-window -x "$columns" -y "$rows"
  t send-keys Enter
  for screen in "${screens[@]}"; do
    IFS='|' read -r name keys text title <<<"$screen"
    for key in $keys; do [ "$key" = - ] || t send-keys "$key"; done
    arrived "$text"
    t capture-pane -p -e -N | "$to_svg" "$columns" "$rows" "callscope: $title" >"$out/$name-$size.svg"
    printf '%s\n' "screenshots/$name-$size.svg $(wc -c <"$out/$name-$size.svg") bytes"
  done
  t kill-server
done
