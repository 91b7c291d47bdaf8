# Sourced by ./demo, ./test and .ci/run: finds a Python that is served, then runs a command of the local host with it.

find_python() {
	for python in python3 python3.13 python3.12 python3.11 python3.10; do
		if "$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null &&
			"$python" -c 'import ensurepip, venv' 2>/dev/null; then
			return 0
		fi
	done
	return 1
}

local_host() {
	if ! find_python && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "Installing Debian's Python, as none from 3.10 to 3.13 with venv is here …"
		{ apt-get -qq update && apt-get -qq -o DPkg::Lock::Timeout=600 install --no-install-recommends python3-venv; } \
			</dev/null >/dev/null 2>&1
	fi
	if ! find_python; then
		echo "error: Python 3.10 to 3.13 with its venv module is needed (on Debian: apt install python3-venv)." >&2
		return 1
	fi
	exec "$python" -m local_host "$@"
}
