# What comes from the system rather than from .venv: PDF libraries, a browser.
# shellcheck shell=sh

LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

set_up_pdf() {
    if is_debian; then
        # shellcheck disable=SC2046,SC2086
        set -- $(missing_packages $LIBRARIES)
        [ $# = 0 ] || install_on_debian "for PDFs" "$@" || say "Everything but PDFs works without."
    elif ! .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; then
        say "PDFs need Pango: $(install_command pdf)"
        say "Everything else works without."
    fi
}

# Ubuntu's chromium package only stands for a snap, which tests cannot drive.
set_up_browser() {
    for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        ! "$name" --version >/dev/null 2>&1 || return 0
    done
    if is_debian && grep -q '^ID=debian' /etc/os-release; then
        install_on_debian "for the browser tests" chromium && return
    else
        say "The browser tests need Chromium or Chrome: $(install_command browser)"
    fi
    say "Without it they are skipped."
}

# Gives a process another clock.
set_up_clock() {
    if is_debian; then
        # shellcheck disable=SC2046
        set -- $(missing_packages libfaketime)
        [ $# = 0 ] || install_on_debian "for the tests of the clock" "$@" || say "Without it they are skipped."
    fi
}

# Reads a PDF back as other people's software does.
set_up_reader() {
    if is_debian && ! command -v pdftotext >/dev/null 2>&1; then
        install_on_debian "for the tests of what is read from PDFs" poppler-utils || say "Without it they are skipped."
    fi
}

is_debian() { command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; }

# Prints those of the named Debian packages that are not installed.
missing_packages() {
    for name in "$@"; do
        case $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) in
            *" installed") ;;
            *) printf '%s ' "$name" ;;
        esac
    done
}

# install_on_debian WHAT-FOR PACKAGE...: as root at once, with sudo only when asked.
# Fails when they are not installed in the end; the set-up goes on without.
install_on_debian() {
    what_for=$1
    shift
    if [ "$(id -u)" = 0 ]; then
        say "Installing $* $what_for."
        apt_install "" "$@"
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ] && [ -t 1 ]; then
        printf 'Needed %s: sudo apt-get install %s\nRun that now? [y/N] ' "$what_for" "$*"
        read -r answer || answer=no
        case $answer in [yY]*) apt_install sudo "$@" ;; *) return 1 ;; esac
    else
        say "Needed $what_for: sudo apt-get install $*"
        return 1
    fi
}

# apt_install SUDO-OR-NOTHING PACKAGE...: a fresh machine has no package lists yet.
apt_install() {
    as=$1
    shift
    # shellcheck disable=SC2086
    set -- $as env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@"
    "$@" >/dev/null 2>&1 && return
    $as apt-get -qq update && "$@" >/dev/null && return
    say "apt-get could not do it (see above); going on without."
    return 1
}

# The exact command for the system at hand: install_command python|pdf|browser.
install_command() {
    for manager in apt-get brew dnf pacman apk none; do
        ! command -v $manager >/dev/null 2>&1 || break
    done
    case $manager-$1 in
        apt-get-python) echo "sudo apt-get install python3 python3-venv (on Ubuntu 22.04: python3.11 python3.11-venv)" ;;
        brew-python) echo "brew install python@3.13" ;;
        dnf-python) echo "sudo dnf install python3.13" ;;
        pacman-python) echo "sudo pacman -S python" ;;
        apk-python) echo "sudo apk add python3" ;;
        *-python) echo "the installer of your system, or from python.org" ;;
        apt-get-pdf) echo "sudo apt-get install $LIBRARIES" ;;
        brew-pdf) echo "brew install pango" ;;
        dnf-pdf) echo "sudo dnf install pango" ;;
        pacman-pdf) echo "sudo pacman -S pango" ;;
        apk-pdf) echo "sudo apk add pango harfbuzz-subset" ;;
        *-pdf) echo "install pango 1.44 or newer and harfbuzz-subset" ;;
        brew-browser) echo "brew install --cask google-chrome" ;;
        dnf-browser) echo "sudo dnf install chromium" ;;
        pacman-browser) echo "sudo pacman -S chromium" ;;
        apk-browser) echo "sudo apk add chromium" ;;
        *-browser) echo "install Google Chrome" ;;
    esac
}
