#include "services/gateway/rules.hpp"

#include "common/base/bytes.hpp"
#include "common/base/crypto.hpp"
#include "common/config/settings.hpp"
#include "common/log/log.hpp"

namespace fenghuo::gateway {
namespace {

std::vector<WebhookSecret> secrets_of(const wire::Unit& unit, const std::string& data_dir) {
  std::vector<WebhookSecret> out;
  for (const auto& reference : unit.callback_secrets()) {
    const auto text = resolve_secret(reference, data_dir);
    auto secret = text ? parse_webhook_secret(*text) : Result<WebhookSecret>(tl::unexpected(text.error()));
    if (secret)
      out.push_back(std::move(*secret));
    else
      log::error("callback_secret_unusable", {{"unit", unit.id()}, {"reason", secret.error().message}});
  }
  return out;
}

}  // namespace

Result<std::shared_ptr<const Rules>> make_rules(const wire::BundleView& view, const std::string& data_dir) {
  if (crypto::sha256(view.body()) != view.hash())
    return fail("bundle " + to_hex(view.hash()).substr(0, 12) + ": its bytes don't have that hash");
  wire::Bundle bundle;
  if (!bundle.ParseFromString(view.body())) return fail("bundle " + to_hex(view.hash()).substr(0, 12) + ": can't be read");
  auto zone = Zone::find(bundle.timezone().empty() ? "Asia/Shanghai" : bundle.timezone());
  if (!zone) return tl::unexpected(zone.error());
  auto calendar = Calendar::make(bundle.calendar(), *zone);
  if (!calendar) return tl::unexpected(calendar.error());
  auto rules = std::make_shared<Rules>(Rules{std::move(bundle), view.hash(), std::move(*zone), {}, {}});
  rules->calendar = std::make_shared<const Calendar>(std::move(*calendar));
  rules->provider_tokens = Tokens::of_providers(rules->bundle, data_dir);
  for (const auto& unit : rules->bundle.units()) {
    auto secrets = secrets_of(unit, data_dir);
    if (!secrets.empty()) rules->callback_secrets.emplace(unit.id(), std::move(secrets));
  }
  return std::shared_ptr<const Rules>(std::move(rules));
}

}  // namespace fenghuo::gateway
