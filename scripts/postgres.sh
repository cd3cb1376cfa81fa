#!/usr/bin/env bash
# The temporary PostgreSQL of ./test and benchmarks/run_pages. Sourced after scripts/setup.sh.
# A cluster of its own under a temporary directory, on a free port of 127.0.0.1, removed at the end:
# no service, nothing of an installed server is touched.

find_postgres() {
  local found
  found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
  found=${found:-$(command -v initdb || true)}
  if [ -n "$found" ]; then postgres_bin=$(dirname "$(readlink -f "$found")"); fi
}

# PostgreSQL refuses to run as root; Debian's package brings the user postgres.
as_postgres() (
  cd "$cluster"
  if [ "$(id -u)" = 0 ]; then exec runuser -u postgres -- "$@"; fi
  exec "$@"
)

stop_postgres() {
  as_postgres "$postgres_bin/pg_ctl" -D "$cluster/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$cluster"
}

postgres_failed() {
  tail -n 20 "$cluster"/*.log >&2
  stop "เปิด PostgreSQL ชั่วคราวไม่สำเร็จ / The temporary PostgreSQL did not start."
}

start_postgres() {
  local port password base=${TMPDIR:-/var/tmp}
  if [ "$(id -u)" = 0 ]; then
    base=/var/tmp
    id postgres >/dev/null 2>&1 || stop "ไม่พบผู้ใช้ postgres ของระบบ / The system user postgres is missing; PostgreSQL cannot run as root."
  fi
  cluster=$(mktemp -d "$base/ita-postgres.XXXXXX")
  trap stop_postgres EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  port=$("$venv_python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  password=$(new_secret)
  printf '%s\n' "$password" >"$cluster/password"
  if [ "$(id -u)" = 0 ]; then chown -R postgres: "$cluster"; fi

  as_postgres "$postgres_bin/initdb" -D "$cluster/data" --username=postgres --pwfile="$cluster/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$cluster/initdb.log" 2>&1 || postgres_failed
  as_postgres "$postgres_bin/pg_ctl" -D "$cluster/data" -w -l "$cluster/server.log" start >/dev/null \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off" ||
    postgres_failed

  # As on a server: the portal owns its database and is no superuser. CREATEDB is for the test databases, CREATEROLE for
  # the test of what a role without rights on the trail may do.
  PGPASSWORD=$password as_postgres "$postgres_bin/psql" -qX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d postgres \
    -c "CREATE ROLE portal LOGIN CREATEDB CREATEROLE PASSWORD '$password'" -c "CREATE DATABASE portal OWNER portal"
  export DATABASE_URL=postgres://portal:$password@127.0.0.1:$port/portal
}

new_secret() { "$venv_python" -c 'import secrets; print(secrets.token_hex(32))'; }
