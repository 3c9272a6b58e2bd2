#!/usr/bin/env bash
# Builds Fenghuo and runs it on the shipped configuration, with a mailbox and a receiver that show what arrives. No questions; Ctrl-C stops everything.
#   FENGHUO_PORT (8080), FENGHUO_RECEIVER_PORT (8099: the mailbox's page and webhooks) and FENGHUO_MAIL_PORT (8025: SMTP) choose other ports.
#   FENGHUO_CLOCK chooses another clock (system; demo:20 begins now). The demonstration begins on Monday 1 June 2026, as the mid-year window opens, whatever
#   day it is, and runs 20 times as fast: 30 minutes in 90 seconds. Started again it goes on where it stood; without data/ it begins anew.
set -euo pipefail
cd "$(dirname "$0")"

port=${FENGHUO_PORT:-8080} receiver_port=${FENGHUO_RECEIVER_PORT:-8099} mail_port=${FENGHUO_MAIL_PORT:-8025} clock=${FENGHUO_CLOCK:-demo:20:2026-06-01T08:15:00+08:00}
data=data config=config url=http://127.0.0.1:$port mailbox=http://127.0.0.1:$receiver_port

.ci/packages.sh build
if ! [ -e build/build.ninja ]; then cmake --preset release >/dev/null; fi
cmake --build --preset release --parallel "$(nproc)" --target fenghuo ledger escalator deadlines opinion webhook mailer gateway

# The demonstration has a configuration of its own, config/ anew at every start: the three meetings, drafts until the party committee has confirmed them, are in
# force in it, and the ports are those asked for.
mkdir -p $data
rm -rf $data/config
cp -r config $data/config
config=$data/config
sed -i "s/127\.0\.0\.1:8080/127.0.0.1:$port/; s/127\.0\.0\.1:8099/127.0.0.1:$receiver_port/g; s/127\.0\.0\.1:8025/127.0.0.1:$mail_port/" $config/*.yaml
build/bin/fenghuo catalogue confirm cyzd-bushu cyzd-tuijin cyzd-zongjie --by 演示 --on 2026-01-05 --config $config >/dev/null

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
# A clock that finds a long gap in its past asks a person. Here that is us.
build/bin/fenghuo confirm-clock --config $config --data $data >/dev/null 2>&1 || :

options=
[ "$port $receiver_port $mail_port" = "8080 8099 8025" ] || options=" --config $config"
cat <<TEXT

Fenghuo 烽火 is ready 已就绪: $url      (log 日志: $data/fenghuo.log; Ctrl-C stops everything 全部停止)
Mailbox 演示邮箱: $mailbox      What is sent to people's systems appears here 发给各方系统的消息显示在本窗口。
The ledger's clock 账本时钟: $clock      Configuration 配置: $config (config/ 的副本，其中三次会议视为已确认)

Things to try, in another terminal 另开一个终端可以试：

cd $(printf %q "$PWD")

# 1  A meeting by mail. In about a minute the mailbox has 〔请定会期〕全面从严治党推进会议, for the office; its button opens the form. Or enter the date here:
#    会议：约一分钟后演示邮箱里有给党（校）办的〔请定会期〕一信，信里的按钮打开填写会期的页面；也可以在这里填写：
build/bin/fenghuo matters schedule duty/cyzd-tuijin/2026 --at 2026-06-08T14:00:00+08:00 --place 行政楼第一会议室 --minutes 90 --materials 上半年落实情况 --as unit:dxb --by 党校办$options
#    Leaders and members of the committee get one mail a day: pass the night, and each has an invitation in the mailbox.
#    党委常委和校领导一天至多一封邮件：跳过这一夜，演示邮箱里就有发给各席位的会议邀请：
build/bin/fenghuo clock advance 24h$options

# 2  A red warning comes in, and 后勤保障处 takes it for 20 minutes, one minute here: the ladder stops and whoever was told hears of it. No report, and it goes on.
#    一条红色预警，后勤保障处签收，承诺20分钟内反馈（此处为一分钟）：不再上报，先前被告知的人都会得知；到时没有反馈，接着逐级上报：
sed "s/demo-red/demo-red-\$(date +%s)/" config/examples/red.json | curl -sS $url/api/v1/signals -H "Authorization: Bearer \$(cat $data/secrets/provider_demo.token)" -H "Content-Type: application/json" --data-binary @-; echo
build/bin/fenghuo matters ack latest --as unit:hqbz --by 后勤值班员 --until 20m$options

# 3  Another one, and nobody answers: in 90 seconds it climbs to the party committee. Watch it 再来一条，无人签收，九十秒内逐级报到党委：
sed "s/demo-red/demo-red-\$(date +%s)/" config/examples/red.json | build/bin/fenghuo signal -$options; while sleep 2; do clear; build/bin/fenghuo matters show latest$options; done

TEXT
wait "$up" || :
echo "run.sh: Fenghuo ended; its log is $data/fenghuo.log" >&2
exit 1
