# The desk the window test works at: an X server of its own, the program on it, a hand on mouse and keys, and eyes.
# Nothing waits for a length of time; everything waits for something to be seen, and no longer than half a minute.
# It is read by `run`, which sets binary, shots and work.
# shellcheck shell=bash disable=SC2154

program='' server=''

finish() {
    [ -z "$program" ] || kill "$program" 2>/dev/null || true
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

fail() {
    import -silent -window root "$shots/failed.png" 2>/dev/null || true
    printf 'window test: expected %s\n  the pictures so far: %s\n  the program said: %s\n' \
        "$1" "$shots" "$(cat "$work/said" 2>/dev/null)" >&2
    exit 1
}

# wait_for WHAT COMMAND…: repeats the command until it succeeds, for half a minute at most.
wait_for() {
    local what=$1 deadline=$((SECONDS + 30))
    shift
    while ! "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || fail "$what"
        sleep 0.05
    done
}

# Nothing of the person's own desktop, and nothing of this run outside its folder.
export HOME=$work XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config XDG_RUNTIME_DIR=$work/runtime USER=tester
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY
mkdir -p -m 700 "$XDG_RUNTIME_DIR" "$work/bin"
# A file dialog without a person: it answers with the path in `answer`, or is not there at all.
printf '#!/bin/sh\ncat "%s/answer" 2>/dev/null\n' "$work" >"$work/bin/zenity"
chmod +x "$work/bin/zenity"
PATH=$work/bin:$PATH

# Without -noreset the server starts anew when the last program leaves it, and turns the next one away.
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp -noreset 3>"$work/display" 2>"$work/said" &
server=$!
wait_for "a display from Xvfb" test -s "$work/display"
DISPLAY=:$(cat "$work/display")
export DISPLAY

picture() { import -silent -window root rgb:- | cksum; }
differs_from() { [ "$(picture)" != "$1" ]; }
is_at_rest() { local before; before=$(picture); sleep 0.1; [ "$(picture)" = "$before" ]; }
is_picture() { [ "$(picture)" = "$1" ]; }
has_words() { grep -q "$1" "$2"; }
has_title() { xdotool search --onlyvisible --name "$1" >"$work/window" 2>/dev/null; }
has_ended() { ! kill -0 "$program" 2>/dev/null; }
has_changed() { ! cmp -s projects/moscow-talks.ron "$1"; }

# seen COMMAND…: does something and waits until the window shows it and is at rest.
seen() {
    local before
    before=$(picture)
    "$@"
    wait_for "another picture after: $*" differs_from "$before"
    wait_for "a picture at rest after: $*" is_at_rest
}

shot() {
    wait_for "a picture at rest" is_at_rest
    import -silent -window root "$shots/$1.png"
    echo "  $1"
}

# start TITLE [PROJECT]: opens the window and waits until its title says that it is ready.
start() {
    "$binary" "${@:2}" >"$work/said" 2>&1 &
    program=$!
    wait_for "a window titled $1" has_title "$1"
    xdotool windowfocus --sync "$(head -1 "$work/window")"
    point 720 890 # on nothing that would show a tooltip
}

quit() {
    xdotool key ctrl+q
    wait_for "the program to close" has_ended
    wait "$program" || fail "exit code 0, not $?"
    program=''
}

# end_by SIGNAL: as the system or a crash ends a program, without its own doing.
end_by() {
    kill "-$1" "$program"
    wait_for "the program to end" has_ended
    { wait "$program" || true; } 2>/dev/null
    program=''
}

key() { xdotool key "$@"; }
write() { xdotool type --delay 20 "$1"; }
point() { xdotool mousemove --sync "$@"; }
drag_to() { xdotool mousemove --sync "$1" "$2" mousemove_relative --sync 2 0; }
click() { point "$1" "$2"; xdotool click 1; }
# wheel BUTTON: turns the wheel by a notch, up with 4 and down with 5.
wheel() { xdotool click "$1"; }
wheel_with_ctrl() { xdotool keydown ctrl; wheel "$1"; xdotool keyup ctrl; }
size() { xdotool windowsize "$(head -1 "$work/window")" "$1" "$2"; }
palette() { seen key ctrl+shift+p; seen write "$1"; seen key Return; }
