#!/usr/bin/env bash
# Builds Fenghuo and runs it on the shipped configuration, with a local receiver that shows what arrives. No questions; Ctrl-C stops everything.
#   FENGHUO_PORT (8080), FENGHUO_RECEIVER_PORT (8099) and FENGHUO_MAIL_PORT (8025) choose other ports, FENGHUO_CLOCK another clock (demo:20: 30 minutes in 90 seconds).
set -euo pipefail
cd "$(dirname "$0")"

port=${FENGHUO_PORT:-8080} receiver_port=${FENGHUO_RECEIVER_PORT:-8099} mail_port=${FENGHUO_MAIL_PORT:-8025} clock=${FENGHUO_CLOCK:-demo:20}
data=data config=config url=http://127.0.0.1:$port

.ci/packages.sh build
if ! [ -e build/build.ninja ]; then cmake --preset release >/dev/null; fi
cmake --build --preset release --parallel "$(nproc)" --target fenghuo ledger escalator deadlines opinion webhook mailer gateway

mkdir -p $data
if [ "$port" != 8080 ] || [ "$receiver_port" != 8099 ] || [ "$mail_port" != 8025 ]; then
  # The same configuration with other ports.
  rm -rf $data/config
  cp -r config $data/config
  config=$data/config
  sed -i "s/127\.0\.0\.1:8080/127.0.0.1:$port/; s/127\.0\.0\.1:8099/127.0.0.1:$receiver_port/g; s/127\.0\.0\.1:8025/127.0.0.1:$mail_port/" $config/*.yaml
fi

started=()
stop() {
  trap - EXIT INT TERM HUP
  # The newest first: what sends ends before what receives.
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    if kill -TERM "${started[i]}" 2>/dev/null; then wait "${started[i]}" 2>/dev/null || :; fi
  done
  exit "${1:-0}"
}
trap 'stop $?' EXIT
trap 'echo; echo stopping; stop 0' INT TERM HUP

# Apart from the terminal, so that Ctrl-C comes here alone and they end in order; and they end with this script, whatever happens to it.
apart() { exec setpriv --pdeathsig TERM setsid "$@"; }

apart python3 -u tests/receiver/receiver.py --port "$receiver_port" --mail-port "$mail_port" --print &
started+=($!)
exec {says}< <(apart build/bin/fenghuo up --config $config --data $data --clock "$clock" --set "gateway.listen=127.0.0.1:$port" 2>$data/fenghuo.log)
up=$!
started+=("$up")
if ! read -r -u "$says" line || [ "${line%% *}" != ready ]; then
  tail -n 20 $data/fenghuo.log >&2
  echo "run.sh: Fenghuo did not start; its log is $data/fenghuo.log" >&2
  exit 1
fi
# A demonstration's clock runs ahead; started again, it finds its own past in the future and asks a person. Here that is us.
build/bin/fenghuo confirm-clock --config $config --data $data >/dev/null 2>&1 || :

options=
[ $config = config ] || options=" --config $config"
cat <<TEXT

Fenghuo 烽火 is ready: $url      (log: $data/fenghuo.log; Ctrl-C stops everything)
The ladder's clock: $clock. What is sent to people's systems appears here.

Three things to try, in another terminal:

cd $(printf %q "$PWD")

# 1  A red warning comes in (红色预警):
sed "s/demo-red/demo-red-\$(date +%s)/" config/examples/red.json | curl -sS $url/api/v1/signals -H "Authorization: Bearer \$(cat $data/secrets/provider_demo.token)" -H "Content-Type: application/json" --data-binary @-; echo

# 2  后勤保障 takes it: the ladder stops, everybody who was told hears of it:
build/bin/fenghuo matters ack latest --as unit:hqbz --by 后勤值班员 --until 20m$options

# 3  Another one, and nobody answers: in 90 seconds it climbs to the party committee (党委). Watch it:
sed "s/demo-red/demo-red-\$(date +%s)/" config/examples/red.json | build/bin/fenghuo signal -$options; while sleep 2; do clear; build/bin/fenghuo matters show latest$options; done

TEXT
wait "$up" || :
echo "run.sh: Fenghuo ended; its log is $data/fenghuo.log" >&2
exit 1
