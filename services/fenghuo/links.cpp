// fenghuo links revoke: an acknowledgement link that went to the wrong place stops working.
#include <CLI/CLI.hpp>

#include "common/base/ids.hpp"
#include "services/fenghuo/operated.hpp"

namespace fenghuo::cli {

namespace {

Result<int> revoke(Access& access, const std::vector<std::string>& references, bool as_json) {
  for (const auto& reference : references) {
    const auto id = parse_notification_id(reference);
    if (!id) return fail("\"" + reference + "\" is no delivery; write msg_ and 13 characters, see: fenghuo deliveries list");
    auto code =
        say_operated(access.operate("revoke_token", {{"message", notification_id(*id)}}), "revoked the link of " + reference, as_json);
    if (!code || *code != exit_ok) return code;
  }
  return exit_ok;
}

}  // namespace

void add_links(CLI::App& app, Shared& shared) {
  CLI::App* links = add_group(app, "links", "the acknowledgement links in messages");
  auto references = std::make_shared<std::vector<std::string>>();
  CLI::App* leaf = add_leaf(*links, shared, "revoke", "the link of this message stops working; the matter goes on", [&shared, references] {
    return with_ledger(shared.common, [&](Access& access) { return revoke(access, *references, shared.common.json); });
  });
  leaf->add_option("delivery", *references, "msg_...")->required();
}

}  // namespace fenghuo::cli
