# Sourced by quickstart and check: installs what is missing of the Debian packages that are named, and says so.

need_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        echo "set-up: all packages are there"
        return 0
    fi
    echo "set-up: installing ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "set-up: run this as root, or have an administrator install: ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >/dev/null
}

build_packages=(g++ cmake ninja-build nlohmann-json3-dev libcli11-dev libexpected-dev python3
    pkg-config libboost-dev libsoci-dev libsqlite3-dev libpq-dev libsodium-dev libssl-dev libsimdjson-dev libzip-dev libpugixml-dev libxlsxwriter-dev libicu-dev
    libxxhash-dev libhwy-dev libtbb-dev libmimalloc-dev libpango1.0-dev libqrencode-dev libqpdf-dev fonts-dejavu-core fonts-nanum)
command -v npm >/dev/null || build_packages+=(nodejs npm)
test_packages=(libgtest-dev librapidcheck-dev libbenchmark-dev clang-14 clang-tidy-14 clang-format-14
    libclang-rt-14-dev postgresql-15 python3-cryptography python3-yaml python3-jsonschema slurm-wlm munge iproute2
    g++-aarch64-linux-gnu qemu-user-static chromium
    poppler-utils qpdf zbar-tools)
