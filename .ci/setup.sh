# Shared by ./run and ./test, which stand in the project folder when they read it.
# A second start with nothing changed costs one start of Python and touches no network.
# shellcheck shell=sh

root=$(pwd -P)
unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE
export UV_PYTHON_DOWNLOADS=never

MARK=.venv/unfinished
PYTHONS="python3.14 python3.13 python3.12 python3.11 python3"
NO_PACKAGES="Could not install the packages (see above). A first start needs the network; start again once it is there."
. ./.ci/system.sh

say() { printf '%s\n' "$*"; }
tell() { printf '%s\n' "$*" >&2; }
stop() { tell "$@"; exit 1; }

# set_up KIND [THEN...]: makes .venv fit for KIND (run or test); whatever is named
# after it is called only when something had to be made.
set_up() {
    kind=$1
    shift
    stamp=.venv/set-up-for-$kind
    wanted="$root $(fingerprint)"
    if [ ! -e "$MARK" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
        return
    fi
    python=
    if [ -e "$MARK" ] || ! environment_fits; then find_python; fi
    claim_environment
    [ -z "$python" ] || make_environment
    install_packages "$kind"
    rm -f "$MARK"
    for step in "$@"; do "$step"; done
    printf '%s' "$root $(fingerprint)" > .venv/set-up-for-run
    [ "$kind" = run ] || cp .venv/set-up-for-run "$stamp"
}

# Version of the Python in .venv and the sum of everything the packages follow from.
fingerprint() {
    .venv/bin/python -I -S -c 'import sys; print(*sys.version_info[:3], sep=".", end=" ")' \
        2>/dev/null || printf 'none '
    cat pyproject.toml requirements.txt requirements-dev.txt requirements-uv.txt | cksum
}

# The mark stands while .venv is being made and names the process that makes it: one
# whose process is gone was interrupted, and such a .venv is made again from nothing.
claim_environment() {
    if [ -e "$MARK" ]; then
        other=$(cat "$MARK")
        if [ -n "$other" ] && [ "$other" != $$ ] && kill -0 "$other" 2>/dev/null; then
            stop "Another set-up is under way (process $other). Wait for it, or end it, and start again."
        fi
        say "An earlier set-up did not finish; making .venv again."
    fi
    mkdir -p .venv
    echo $$ > "$MARK"
}

make_environment() {
    say "Making .venv with $("$python" -V 2>&1)."
    rm -rf .venv/bin .venv/lib .venv/lib64 .venv/pyvenv.cfg .venv/set-up-for-*
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --allow-existing --python "$python" .venv
    else
        "$python" -m venv .venv
    fi || stop "Could not make .venv (see above)."
}

# Scripts in .venv name its full path: a folder that has moved needs a new one.
environment_fits() {
    new_enough .venv/bin/python || return 1
    for old in .venv/set-up-for-*; do
        [ -f "$old" ] || continue
        case $(cat "$old") in "$root "*) ;; *) return 1 ;; esac
    done
}

new_enough() {
    "$1" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for python in $PYTHONS; do
        if new_enough "$python" && can_make_environments; then return; fi
    done
    for python in $PYTHONS; do
        if new_enough "$python"; then install_venv_package; return; fi
    done
    older=$(python3 -V 2>/dev/null) || older="none"
    tell "The tracker needs Python 3.11 or newer; found here: $older."
    stop "Install it with: $(install_command python). Then start again."
}

can_make_environments() {
    command -v uv >/dev/null 2>&1 || "$python" -c 'import ensurepip, venv' 2>/dev/null
}

# Debian keeps this part of Python in a package of its own.
install_venv_package() {
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if is_debian; then install_on_debian "to make .venv" "$package" || :; fi
    can_make_environments || stop "This $python cannot make virtual environments. Install $package (or uv), and start again."
}

install_packages() {
    requirements="requirements.txt"
    [ "$1" = run ] || requirements="requirements-dev.txt"
    quiet=--quiet
    [ ! -t 2 ] || quiet=
    find_uv
    say "Installing what $requirements names."
    # shellcheck disable=SC2086
    "$uv" pip install $quiet --python .venv/bin/python --compile-bytecode \
        --require-hashes -r "$requirements" || stop "$NO_PACKAGES"
    "$uv" pip install --quiet --python .venv/bin/python \
        --no-build-isolation --no-deps --reinstall -e . || stop "Could not install the tracker itself (see above)."
}

find_uv() {
    uv=$(command -v uv 2>/dev/null) && return
    uv=.venv/bin/uv
    [ ! -x "$uv" ] || return 0
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null 2>&1 \
        || stop "There is neither uv nor pip in .venv. Remove .venv and start again."
    say "Installing uv into .venv."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt \
        || stop "$NO_PACKAGES"
}
