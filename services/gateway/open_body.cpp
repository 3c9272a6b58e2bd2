#include "services/gateway/open_body.hpp"

#include "common/obligations/directory.hpp"
#include "common/signals/typed_text.hpp"
#include "services/gateway/body_fields.hpp"

namespace fenghuo::gateway {
namespace {

namespace json = boost::json;

constexpr std::size_t most_support = 20, most_proof = 10;

obligations::EventOpening read_event(Fields& in) {
  in.only({"duty", "party", "field", "event", "event_at"});
  obligations::EventOpening out;
  out.duty = in.word("duty");
  out.party = in.word("party");
  out.field = in.word("field");
  out.event = in.word("event");
  out.event_at = instant(in.time("event_at"));
  in.need("event_at", out.event_at == Instant{} ? "" : "there", "must be an RFC 3339 time with its offset: when the event was or will be");
  if (const auto ok = check_event_number(out.event); !ok) in.fault(ok.error().message);
  return out;
}

void check_by_hand(Fields& in, const obligations::HandOpening& opening) {
  in.need("due_at", opening.due_at == Instant{} ? "" : "there", "must be an RFC 3339 time with its offset");
  wire::Obligation typed;
  typed.set_title(opening.title);
  typed.set_basis(opening.basis);
  for (const auto& one : opening.proof) typed.add_proof(one);
  if (const auto ok = check_typed(typed); !ok) in.fault(ok.error().message);
}

obligations::HandOpening read_by_hand(Fields& in) {
  in.only({"title", "basis", "lead", "support", "proof", "verifier", "plan", "due_at"});
  obligations::HandOpening out;
  out.title = in.free_text("title");
  out.basis = in.free_text("basis");
  out.lead = in.word("lead");
  out.support = in.words("support", most_support);
  out.proof = in.words("proof", most_proof);
  out.verifier = in.word("verifier");
  out.plan = in.word("plan");
  out.due_at = instant(in.time("due_at"));
  check_by_hand(in, out);
  return out;
}

bool is_office(const wire::Bundle& bundle, std::string_view party) {
  const std::string& dispatch = bundle.dispatch_role();
  const std::string role = dispatch.starts_with("role:") ? dispatch : "role:" + dispatch;
  return (!dispatch.empty() && obligations::stands_for(bundle, party, role)) ||
         (!bundle.supervision_unit().empty() && party == "unit:" + bundle.supervision_unit());
}

}  // namespace

Result<OpenRequest> read_opening(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return tl::unexpected(object.error());
  Fields in(*object);
  const bool event = in.has("duty"), by_hand = in.has("title");
  if (event == by_hand)
    return fail(
        "give either \"duty\" and \"event_at\" (an event of the catalogue) or \"title\", \"basis\", \"lead\" and \"due_at\" (by hand)");
  auto out = event ? OpenRequest(read_event(in)) : OpenRequest(read_by_hand(in));
  if (!in.fault().empty()) return fail(in.fault());
  return out;
}

bool may_open(const ApiToken& token, const OpenRequest& request, const std::string& party, const wire::Bundle& bundle) {
  if (token.party.empty() || is_office(bundle, token.party)) return true;
  return std::holds_alternative<obligations::EventOpening>(request) && obligations::stands_for(bundle, token.party, party);
}

}  // namespace fenghuo::gateway
