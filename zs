#!/bin/sh
# The one command: makes .venv on first use from the hash-pinned locks in
# requirements/, then hands over to the Python command line (src/zhishui).
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
venv=$here/.venv
case ${1:-} in
    test) lock="test" ;;
    *) lock="base" ;;
esac

say() { printf '%s\n' "$*" >&2; }

# Python 3.11 or later; the machine's own python3 before any other.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    say "需要 Python 3.11 或更高版本。Debian 12 以上：apt-get install python3 python3-venv"
    return 1
}

make_venv() {
    python=$(find_python)
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --clear --python "$python" "$venv"
    else
        "$python" -m venv --clear "$venv" || {
            say "这个 Python 没有 venv。Debian：apt-get install python3-venv，然后再试一次。"
            return 1
        }
    fi
}

# A venv made by uv has no pip; without uv it has to be made again.
usable() {
    [ -x "$venv/bin/python" ] &&
        { command -v uv >/dev/null 2>&1 || "$venv/bin/python" -c 'import pip' 2>/dev/null; }
}

# Wheels only: a bare machine has no compiler, and a lock with hashes lets
# nothing in that was not there when it was made. The lock is whole, so nothing
# is resolved again (--no-deps).
install() {
    wanted=$here/requirements/$1.txt
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python "$venv/bin/python" \
            --no-deps --only-binary :all: --require-hashes -r "$wanted"
    else
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
            --no-deps --only-binary :all: --require-hashes -r "$wanted"
    fi
}

# What the environment must hold: this lock, used from this folder.
wanted() { printf '%s %s' "$(cksum <"$here/requirements/$1.txt")" "$here"; }

synced() {
    [ -x "$venv/bin/python" ] && [ -f "$venv/zs-$1" ] && [ "$(cat "$venv/zs-$1")" = "$(wanted "$1")" ]
}

sync() {
    say "正在准备 Python 环境（requirements/$1.txt），只在第一次和锁文件变动后需要……"
    usable || make_venv
    install "$1"
    # A .pth file is an editable install that needs no build backend.
    site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$here/src" >"$site/zhishui.pth"
    # Written last: an interrupted run starts over. The test lock holds the base lock.
    wanted base >"$venv/zs-base"
    [ "$1" = base ] || wanted "$1" >"$venv/zs-$1"
}

synced "$lock" || sync "$lock"
exec "$venv/bin/python" -m zhishui "$@"
