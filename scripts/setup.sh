# shellcheck shell=bash
# Shared by ./run and ./test, which source it from the project's root: Python, system packages, .venv.

export PYTHONUTF8=1
# Commands, servers, children and tests read the same modules again and again: compiled once, kept in __pycache__.
unset PYTHONDONTWRITEBYTECODE
venv_python=.venv/bin/python
# shellcheck disable=SC2034  # read by run and test
var_dir=${VAR_DIR:-var}

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
manage() { "$venv_python" manage.py "$@"; }

# -- Python ----------------------------------------------------------------------------------------

is_recent_python() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Sets $python to the first Python that is new enough; PYTHON=... names one and no other is tried.
find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if is_recent_python "$candidate"; then
      python=$candidate
      return
    fi
  done
  stop "ต้องใช้ Python 3.11 ขึ้นไป แต่ไม่พบ (${PYTHON:-python3}) / Python 3.11 or newer is needed but was not found (${PYTHON:-python3})."
}

# -- System packages -------------------------------------------------------------------------------

# What WeasyPrint loads. Asked of the loader and not of dpkg: the package names differ between releases
# (libglib2.0-0t64) and apt-get knows the old names, so only the answer to "is it there" must be exact.
missing_libraries() {
  "$python" - <<'PY'
import ctypes

for package, library in {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz0b": "libharfbuzz.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libgobject-2.0.so.0",
    "libthai0": "libthai.so.0",
}.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PY
}

# Debian's python3 has no ensurepip until its -venv package is there.
missing_venv() {
  "$python" -c 'import ensurepip, venv' 2>/dev/null && return
  "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

# install_packages PACKAGE...: with apt-get when that is allowed, else prints the line to run and stops.
install_packages() {
  local as_root=() line="apt-get install -y --no-install-recommends $*"
  if ! command -v apt-get >/dev/null; then
    stop "เครื่องนี้ไม่มี apt-get โปรดติดตั้งโปรแกรมเหล่านี้เอง แล้วสั่งใหม่อีกครั้ง / No apt-get here; please install these and try again: $*"
  fi
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      say "ต้องติดตั้งโปรแกรมของระบบก่อน โปรดสั่งบรรทัดนี้ แล้วสั่งใหม่อีกครั้ง / System packages are missing; run this line, then try again:" >&2
      stop "  sudo apt-get update && sudo $line"
    fi
    as_root=(sudo -n)
  fi
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  say "กำลังติดตั้งโปรแกรมของระบบ: $*"
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
  # The package lists of a new machine are empty or old: when the first try fails, fetch them and try again.
  "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null 2>&1 </dev/null && return
  "${as_root[@]}" "${apt[@]}" update >/dev/null </dev/null || true
  "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null </dev/null ||
    stop "ติดตั้งไม่สำเร็จ โปรดดูข้อความข้างบน / The installation failed; see above. ($line)"
}

# ensure_system [PACKAGE...]: everything the portal needs of the system, plus the named missing packages.
ensure_system() {
  local missing
  missing="$(missing_venv) $(missing_libraries) $*"
  # shellcheck disable=SC2086
  set -- $missing
  if [ $# -gt 0 ]; then install_packages "$@"; fi
}

# -- The virtual environment -----------------------------------------------------------------------

# ensure_venv requirements.txt|requirements-dev.txt: .venv with these packages; quick when nothing changed.
ensure_venv() {
  local stamp=.venv/.requirements runtime_key dev_key key
  if ! is_recent_python "$venv_python" || ! "$venv_python" -c 'import pip' 2>/dev/null; then
    say "กำลังสร้างสภาพแวดล้อมของ Python ในโฟลเดอร์ .venv"
    "$python" -m venv --clear .venv
  fi
  runtime_key="runtime $(sha256sum <requirements.txt)"
  dev_key="dev $(cat requirements.txt requirements-dev.txt | sha256sum)"
  if [ "$1" = requirements.txt ]; then key=$runtime_key; else key=$dev_key; fi
  if [ -f "$stamp" ] && grep -qxF "$key" "$stamp"; then return; fi
  say "กำลังติดตั้งชุดคำสั่งของ Python ($1) ครั้งแรกใช้เวลาประมาณหนึ่งถึงสองนาที"
  rm -f "$stamp"
  "$venv_python" -m pip install -qq --disable-pip-version-check --no-input -r "$1" ||
    stop "ติดตั้งชุดคำสั่งของ Python ไม่สำเร็จ โปรดตรวจการเชื่อมต่ออินเทอร์เน็ต แล้วสั่งใหม่อีกครั้ง / Installing the Python packages failed; check the network and try again."
  # requirements-dev.txt contains requirements.txt, so it satisfies ./run as well.
  printf '%s\n' "$runtime_key" "$key" >"$stamp"
}
