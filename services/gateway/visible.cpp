#include "services/gateway/visible.hpp"

#include "common/obligations/directory.hpp"

namespace fenghuo::gateway {

bool may_see(const ApiToken& token, const wire::MatterView& view, const wire::Bundle& bundle) {
  if (!token.party.starts_with("unit:")) return true;
  const std::string unit = token.party.substr(5);
  const auto& body = view.body();
  if (view.row().unit() == unit || std::find(body.units().begin(), body.units().end(), unit) != body.units().end()) return true;
  const auto ours = [&](const std::string& party) { return obligations::stands_for(bundle, token.party, party); };
  if (std::any_of(body.told().begin(), body.told().end(), [&](const wire::Told& told) { return ours(told.party()); })) return true;
  return std::any_of(body.groups().begin(), body.groups().end(), [&](const wire::AskGroup& group) {
    return !group.dropped() && std::any_of(group.parties().begin(), group.parties().end(), ours);
  });
}

}  // namespace fenghuo::gateway
