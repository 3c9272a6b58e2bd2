// fenghuo ledger verify|head|events|stats: is the journal the one that was written, and what does it say of the whole?
// (backup|restore|restored: restored.cpp)
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "common/base/bytes.hpp"
#include "services/fenghuo/restored.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/verify.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

Result<wire::HeadView> fetch_head(Access& access) {
  wire::HeadView head;
  bool seen = false;
  auto done = access.each("head", {}, [&](const std::string& bytes) {
    seen = head.ParseFromString(bytes);
    return false;
  });
  if (!done) return tl::unexpected(done.error());
  if (!seen) return fail("the ledger gives no head");
  return head;
}

// A file with a head, or a position that a paper prints.
Result<wire::HeadView> read_head(const std::string& file) {
  if (auto position = parse_position(file)) return std::move(*position);
  std::ifstream in(file);
  if (!in) return fail("--against " + file + ": can't be read");
  std::ostringstream text;
  text << in.rdbuf();
  auto head = parse_head(text.str());
  if (!head) return fail("--against " + file + ": " + head.error().message);
  return head;
}

Result<std::vector<wire::SealView>> fetch_seals(Access& access) {
  std::vector<wire::SealView> seals;
  bool readable = true;
  auto done = access.each("seals", {}, [&](const std::string& bytes) {
    wire::SealView seal;
    readable = seal.ParseFromString(bytes);
    if (readable) seals.push_back(std::move(seal));
    return readable;
  });
  if (!done) return tl::unexpected(done.error());
  if (!readable) return fail("the ledger gave a seal that can't be read");
  return seals;
}

Result<int> verify(Access& access, const std::string& against, bool as_json) {
  std::optional<wire::HeadView> kept;
  if (!against.empty()) {
    auto read = read_head(against);
    if (!read) return tl::unexpected(read.error());
    kept = std::move(*read);
  }
  // The journal grows meanwhile: the head first, so that its seal is among the seals, and its events among the events.
  const auto head = fetch_head(access);
  if (!head) return tl::unexpected(head.error());
  auto seals = fetch_seals(access);
  if (!seals) return tl::unexpected(seals.error());
  ChainVerifier verifier(std::move(*seals));
  bool readable = true;
  auto done = access.each("journal", {}, [&](const std::string& bytes) {
    wire::EventView event;
    readable = event.ParseFromString(bytes);
    return readable && verifier.add(event);
  });
  if (!done) return tl::unexpected(done.error());
  if (!readable) return fail("the ledger gave an event that can't be read");
  verifier.finish(*head);
  if (kept) verifier.check_against(*kept);

  const bool ok = verifier.faults().empty();
  if (as_json) {
    json::array faults;
    for (const auto& fault : verifier.faults()) faults.emplace_back(fault);
    print_json(json::object{{"ok", ok},
                            {"events", verifier.events()},
                            {"seals", verifier.seals()},
                            {"texts_deleted", verifier.texts_deleted()},
                            {"head", json::parse(head_json(*head))},
                            {"faults", std::move(faults)}});
  } else {
    for (const auto& fault : verifier.faults()) std::cout << fault << '\n';
    std::cout << (ok ? "ok: " : "BROKEN: ") << verifier.events() << " events in " << verifier.seals() << " seals, "
              << verifier.texts_deleted() << " texts deleted, head " << head->seq() << ' ' << to_hex(head->hash()) << '\n';
  }
  return ok ? exit_ok : exit_problems;
}

Result<int> head(Access& access, bool as_json) {
  const auto view = fetch_head(access);
  if (!view) return tl::unexpected(view.error());
  if (as_json) {
    std::cout << head_json(*view) << '\n';
  } else {
    std::cout << view->stream() << ' ' << view->seq() << ' ' << to_hex(view->hash()) << ' ' << access.time(view->at()) << '\n'
              << "signature  " << to_base64(view->signature()) << '\n'
              << "public key " << to_base64(view->public_key()) << '\n';
  }
  return exit_ok;
}

Result<int> stats(Access& access, bool as_json) {
  const auto status = access.status();
  if (!status) return tl::unexpected(status.error());
  const json::object all = status_json(access, *status);
  json::object chosen;
  Table table({"WHAT", "COUNT"});
  for (const char* name : {"seq", "commits", "items_accepted", "open_matters", "pending_items", "queued_messages", "messages_delivered",
                           "dead_messages", "quarantined", "epoch"}) {
    chosen[name] = all.at(name);
    table.add({name, json::serialize(all.at(name))});
  }
  const auto add = [&](const std::string& name, const std::string& value) {
    chosen[name] = value;
    table.add({name, value});
  };
  for (const auto& counter : status->counters()) add(counter.name(), counter.value());
  auto done = access.each("stats", {}, [&](const std::string& bytes) {
    wire::Field row;
    if (row.ParseFromString(bytes)) add("rows_" + row.name(), row.value());
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  if (as_json) {
    print_json(chosen);
  } else {
    std::cout << table.text();
  }
  return exit_ok;
}

// What belongs to no matter: rules that came into force, who confirmed what of them, pauses, the clock.
Result<int> events(Access& access, const std::string& kind, bool as_json) {
  json::array rows;
  auto done = access.each("journal", {}, [&](const std::string& bytes) {
    wire::EventView event;
    if (!event.ParseFromString(bytes) || event.matter_id() != 0 || (!kind.empty() && event.kind() != kind)) return true;
    if (as_json)
      rows.push_back(event_json(access, event));
    else
      std::cout << access.time(event.recorded_at()) << "  " << event.actor() << "  " << access.story(event) << '\n';
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  if (as_json) print_json(json::object{{"items", std::move(rows)}});
  return exit_ok;
}

}  // namespace

void add_ledger(CLI::App& app, Shared& shared) {
  CLI::App* ledger = add_group(app, "ledger", "the journal and its database: verify, head, backup, restore");
  auto against = std::make_shared<std::string>();
  CLI::App* verify_leaf =
      add_leaf(*ledger, shared, "verify", "recompute the hash chain of every event, check the signed head", [&shared, against] {
        return with_ledger(shared.common, [&](Access& access) { return verify(access, *against, shared.common.json); });
      });
  verify_leaf
      ->add_option(
          "--against", *against,
          "a head kept outside (`fenghuo ledger head --json > FILE`), or a position a paper prints (main:SEQ:HASH): shows a journal "
          "that was rewritten or cut off")
      ->type_name("FILE");
  add_leaf(*ledger, shared, "head", "the chain's signed head, to be kept outside",
           [&shared] { return with_ledger(shared.common, [&](Access& access) { return head(access, shared.common.json); }); });
  auto kind = std::make_shared<std::string>();
  add_leaf(
      *ledger, shared, "events", "the journal's entries that belong to no matter: rules in force, who confirmed them, pauses, the clock",
      [&shared, kind] { return with_ledger(shared.common, [&](Access& access) { return events(access, *kind, shared.common.json); }); })
      ->add_option("--kind", *kind, "this kind alone, e.g. catalogue_confirmed")
      ->type_name("KIND");
  add_leaf(*ledger, shared, "stats", "what the ledger holds and did",
           [&shared] { return with_ledger(shared.common, [&](Access& access) { return stats(access, shared.common.json); }); });
  add_restore(*ledger, shared);
}

}  // namespace fenghuo::cli
