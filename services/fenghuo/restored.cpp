// fenghuo ledger backup|restore|restored: a copy while Fenghuo runs, its return while it stands still, and the look at what would go out.
#include "services/fenghuo/restored.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>

#include "common/template/names.hpp"
#include "services/fenghuo/files.hpp"
#include "services/fenghuo/operated.hpp"
#include "services/fenghuo/restored_list.hpp"
#include "services/fenghuo/sister.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

constexpr std::chrono::minutes longest_backup{30};

std::string absolute(const std::string& file) { return std::filesystem::absolute(file).lexically_normal().string(); }

Result<int> backup(Access& access, const std::string& file, bool as_json) {
  bus::Context context;
  LedgerClient patient(context, access.settings(), longest_backup);
  wire::Operate request;
  request.set_actor(operator_name());
  request.set_what("backup");
  add_field(request.mutable_args(), "file", absolute(file));
  auto answer = patient.operate(std::move(request));
  if (!answer) return tl::unexpected(access.explain(answer.error()));
  return say_operated(answer, "backed up", as_json);
}

// ---- restore

std::vector<std::string> ledger_arguments(const Common& common, const char* what, const std::string& file) {
  std::vector<std::string> arguments{what, absolute(file), "--config", common.config, "--data", common.data};
  for (const auto& one : common.set) arguments.insert(arguments.end(), {"--set", one});
  return arguments;
}

void say_examined(const wire::Operated& answer) {
  const auto info = [&](const char* name) { return std::string(field(answer.info(), name)); };
  std::cout << "备份完好：" << info("events") << "条留痕，" << info("seals") << "个封印，止于第" << info("last_seq") << "条";
  if (const auto at = info("last_commit_at"); !at.empty()) std::cout << "（" << at << "）";
  std::cout << "，结构版本" << info("schema") << "。\n";
}

void say_restored(const wire::Operated& answer) {
  const auto info = [&](const char* name) { return std::string(field(answer.info(), name)); };
  std::cout << "已恢复。";
  if (const auto old = info("replaced"); !old.empty()) {
    std::cout << "原数据库保留为 " << old;
    if (const auto seq = info("replaced_seq"); !seq.empty()) std::cout << "（止于第" << seq << "条）";
    std::cout << "。";
  }
  if (const auto log = info("stray_log"); !log.empty()) std::cout << "未见原数据库；旁边遗留的写入日志未并入，另存为 " << log << "。";
  std::cout << '\n';
  if (info("replaced_seq").empty()) std::cout << "未能读到原数据库的编号：备份之后用过的编号可能再次使用，请核对文号。\n";
  std::cout << "启动后一切发送和逐级上报均暂停，签收等照常受理。请运行 fenghuo ledger restored 查看将发出的内容，再加 --release 放行。\n";
}

// The ledger alone opens its database: its own program does it, which no running one lets.
Result<int> restore(const Common& common, const std::string& file, bool only_check) {
  const std::string lock_path = common.data + "/run/supervisor.lock";
  std::optional<supervise::FileLock> lock;  // no `fenghuo up` starts meanwhile
  if (std::filesystem::exists(lock_path)) {
    auto taken = supervise::FileLock::take(lock_path);
    if (!taken) return fail("Fenghuo runs on " + common.data + ": " + taken.error().message + "; stop it first");
    lock.emplace(std::move(*taken));
  }
  const auto ended = run_sister("ledger", ledger_arguments(common, only_check ? "examine" : "restore", file));
  if (!ended) return tl::unexpected(ended.error());
  wire::Operated answer;
  if (ended->out.empty() || !answer.ParseFromString(ended->out))
    return fail("the ledger's program ended with " + std::to_string(ended->code) + " and said nothing; see its words above");
  if (common.json) return say_operated(answer, "", true);
  if (!answer.ok()) return fail("nothing was changed: " + answer.reason());
  say_examined(answer);
  if (!only_check) say_restored(answer);
  return exit_ok;
}

// ---- restored

Result<int> release(Access& access, bool as_json) {
  auto released = say_operated(access.operate("release_restored"), "已放行：暂停期间到点的步骤各发一次，已不成立的撤回。", as_json);
  if (!released || as_json) return released;
  if (const auto status = access.status(); status && status->ladders_held())
    std::cout << "时钟仍待确认，逐级上报继续暂停。请核对服务器时间，确认后运行 fenghuo confirm-clock。\n";
  return released;
}

Result<int> restored(Access& access, bool let_go, bool as_json) {
  if (let_go) return release(access, as_json);
  const auto status = access.status();
  if (!status) return tl::unexpected(status.error());
  const bool held = held_after_restore(*status);
  RestoredList list;
  if (held) {
    if (auto read = read_restored(access, status->now(), list); !read) return tl::unexpected(read.error());
  }
  if (as_json) {
    print_json(restored_json(access, *status, held, list));
  } else if (!held) {
    std::cout << "没有恢复后的暂停。\n";
  } else {
    std::cout << restored_text(access, *status, list);
  }
  return held ? exit_problems : exit_ok;
}

}  // namespace

void add_restore(CLI::App& ledger, Shared& shared) {
  auto file = std::make_shared<std::string>();
  CLI::App* backup_leaf = add_leaf(
      ledger, shared, "backup", "a whole copy of the database, while Fenghuo goes on working",
      [&shared, file] { return with_ledger(shared.common, [&](Access& access) { return backup(access, *file, shared.common.json); }); });
  backup_leaf->add_option("file", *file, "a new file on the ledger's machine")->type_name("FILE")->required();

  auto only_check = std::make_shared<bool>(false);
  CLI::App* restore_leaf =
      add_leaf(ledger, shared, "restore", "put a backup in the database's place, while Fenghuo stands still", [&shared, file, only_check] {
        const auto code = restore(shared.common, *file, *only_check);
        return code ? *code : complain(code.error());
      });
  restore_leaf->add_option("file", *file, "the backup")->type_name("FILE")->required();
  restore_leaf->add_flag("--check", *only_check, "look at every page and at the journal's chain; change nothing");

  auto let_go = std::make_shared<bool>(false);
  CLI::App* restored_leaf =
      add_leaf(ledger, shared, "restored", "what a restored ledger would send, and what fell due meanwhile; exit code 1 while it holds",
               [&shared, let_go] {
                 return with_ledger(shared.common, [&](Access& access) { return restored(access, *let_go, shared.common.json); });
               });
  restored_leaf->add_flag("--release", *let_go, "end the hold: a recorded act");
}

}  // namespace fenghuo::cli
