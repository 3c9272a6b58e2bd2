// fenghuo feed make|list|revoke: private calendar addresses of a role or a unit. The token is made here, printed once and known to nobody
// else: the ledger gets its SHA-256 alone.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/http/feed_token.hpp"
#include "common/messages/feed_row.hpp"
#include "common/template/names.hpp"
#include "services/fenghuo/operated.hpp"
#include "services/fenghuo/table.hpp"
#include "services/fenghuo/views.hpp"

namespace fenghuo::cli {

namespace {

namespace json = boost::json;

Result<int> make(Access& access, const std::string& party, bool as_json) {
  if (access.bundle().public_url().empty())
    return fail("no rules are in force that name a public_url (policy.yaml); start with: fenghuo up, or fenghuo reload");
  const std::string token = make_feed_token();
  const auto made = access.operate("make_feed", {{"party", party}, {"token_digest", to_hex(crypto::sha256(token))}});
  if (!made) return tl::unexpected(made.error());
  if (!made->ok()) return fail("the ledger refuses: " + made->reason());
  const std::string url = feed_url(access.bundle().public_url(), token);
  const std::string id(field(made->info(), "feed"));
  if (as_json) {
    print_json(json::object{{"feed", id}, {"party", party}, {"url", url}});
  } else {
    std::cout << url << '\n';
    std::cerr << id << "  " << party_name(access.bundle(), party)
              << "。此地址只显示这一次，知道它的人都能看到该方的日程；作废：fenghuo feed revoke " << id << '\n';
  }
  return exit_ok;
}

Result<int> list(Access& access, bool as_json) {
  json::array rows;
  Table table({"ID", "FOR", "NAME", "MADE", "BY", "REVOKED"});
  auto done = access.each("feeds", {}, [&](const std::string& bytes) {
    const auto feed = read_feed_row(bytes);
    if (!feed) return true;
    const std::string name = party_name(access.bundle(), feed->party), revoked = access.time(feed->revoked_at);
    if (as_json)
      rows.push_back(json::object{{"feed", feed_id_text(feed->id)},
                                  {"party", feed->party},
                                  {"party_name", name},
                                  {"made_at", access.time(feed->made_at)},
                                  {"made_by", feed->made_by},
                                  {"revoked_at", revoked.empty() ? json::value(nullptr) : json::value(revoked)}});
    else
      table.add({feed_id_text(feed->id), feed->party, name, access.time(feed->made_at), feed->made_by, revoked});
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  if (as_json)
    print_json(json::object{{"items", std::move(rows)}});
  else
    std::cout << (table.empty() ? "no feeds\n" : table.text());
  return exit_ok;
}

Result<int> revoke_one(Access& access, const std::string& reference, bool as_json) {
  const auto id = parse_feed_id(reference);
  if (!id) return fail("\"" + printable(reference) + "\" is no feed; write feed_ and 13 characters, see: fenghuo feed list");
  return say_operated(access.operate("revoke_feed", {{"feed", feed_id_text(*id)}}), "revoked " + feed_id_text(*id), as_json);
}

Result<int> revoke(Access& access, const std::vector<std::string>& references, bool as_json) {
  for (const auto& reference : references) {
    auto code = revoke_one(access, reference, as_json);
    if (!code || *code != exit_ok) return code;
  }
  return exit_ok;
}

}  // namespace

void add_feed(CLI::App& app, Shared& shared) {
  CLI::App* feed = add_group(app, "feed", "private calendar addresses of a role or a unit");
  auto party = std::make_shared<std::string>();
  CLI::App* make_leaf = add_leaf(*feed, shared, "make", "a new address, printed once", [&shared, party] {
    return with_ledger(shared.common, [&](Access& access) { return make(access, *party, shared.common.json); });
  });
  make_leaf->add_option("--for", *party, "role:ID or unit:ID")->required()->type_name("PARTY");
  add_leaf(*feed, shared, "list", "every address that was made, without its token",
           [&shared] { return with_ledger(shared.common, [&](Access& access) { return list(access, shared.common.json); }); });
  auto references = std::make_shared<std::vector<std::string>>();
  CLI::App* revoke_leaf = add_leaf(*feed, shared, "revoke", "this address stops working", [&shared, references] {
    return with_ledger(shared.common, [&](Access& access) { return revoke(access, *references, shared.common.json); });
  });
  revoke_leaf->add_option("feed", *references, "feed_...")->required();
}

}  // namespace fenghuo::cli
