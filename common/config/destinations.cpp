// destinations.yaml: the addresses messages go to.
#include "common/base/bytes.hpp"
#include "common/config/bundle_parts.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;

// What `defaults` may give for all.
std::vector<Field> common_fields() {
  return {
      {"channel", may, one_of({"webhook", "mail"}), "How it is reached"},
      {"allow_cidrs", may, list_of(value(Form::cidr), 50), "Address ranges it may resolve to; absent = public addresses only"},
      {"concurrency", may, whole(1, 1000), "Most requests to it at once"},
      {"rate_per_minute", may, whole(0, 100'000), "Most messages a minute; 0 = no limit"},
      {"timeout", may, span(std::chrono::seconds{1}, std::chrono::seconds{60}), "Longest time for one attempt"},
      {"on_campus", may, value(Form::yes_no), "false: outside the campus network, so no topic text goes there"},
  };
}

Shape destination_shape() {
  std::vector<Field> fields{
      {"id", must, value(Form::id).named("destination"), "Name in contacts"},
      {"url", may, value(Form::url), "webhook: where messages are posted"},
      {"secrets", may, list_of(value(Form::secret), 2),
       "webhook: references to the signing secrets, newest first (two while rotating); all of them sign"},
      {"address", may, value(Form::mail_address), "mail: the mailbox"},
      {"relay", may, value(Form::relay), "mail: a mail server of its own; absent = the one of mail.yaml"},
  };
  for (Field& field : common_fields()) fields.push_back(std::move(field));
  return map_of(std::move(fields));
}

std::string host_of(const std::string& url) {
  const auto begin = url.find("://");
  if (begin == std::string::npos) return {};
  const auto end = url.find_first_of("/?", begin + 3);
  return url.substr(begin + 3, end == std::string::npos ? end : end - begin - 3);
}

// What each channel needs, and what only the other one knows.
void check_channel(const Node& item, const wire::Destination& out, FaultList& faults) {
  const bool mail = out.channel() == "mail";
  const auto needs = [&](const char* key, const char* what) {
    if (item.find(key) == nullptr)
      faults.error(item.place, "destination \"" + out.id() + "\" of channel " + out.channel() + " has no \"" + key + "\"",
                   "add \"" + std::string(key) + ": \" with " + what);
  };
  const auto strange = [&](const char* key) {
    if (item.find(key) != nullptr)
      faults.error(place_at(item, key),
                   "destination \"" + out.id() + "\" is of channel " + out.channel() + ", which has no \"" + key + "\"",
                   "take it out, or write channel: " + std::string(mail ? "webhook" : "mail"));
  };
  if (mail) {
    needs("address", "a mail address like office@example.edu.cn");
    for (const char* key : {"url", "secrets"}) strange(key);
    return;
  }
  needs("url", "an address that begins with http:// or https://");
  needs("secrets", "a list of references to signing secrets");
  for (const char* key : {"address", "relay"}) strange(key);
}

void read_destination(const Node& item, const Node& defaults, Draft& draft) {
  const auto where = [&](const char* key) -> const Node& { return item.find(key) != nullptr ? item : defaults; };
  auto* out = draft.bundle.add_destinations();
  out->set_id(text_at(item, "id"));
  out->set_url(text_at(item, "url", text_at(item, "relay")));
  out->set_address(text_at(item, "address"));
  for (const auto& secret : texts_at(item, "secrets")) out->add_secrets(secret);
  out->set_channel(text_at(where("channel"), "channel", "webhook"));
  for (const auto& range : texts_at(where("allow_cidrs"), "allow_cidrs")) out->add_allow_cidrs(range);
  out->set_concurrency(static_cast<std::uint32_t>(whole_at(where("concurrency"), "concurrency", 8)));
  out->set_rate_per_minute(static_cast<std::uint32_t>(whole_at(where("rate_per_minute"), "rate_per_minute", 0)));
  out->set_timeout_ms(span_at(where("timeout"), "timeout", std::chrono::seconds{20}).count());
  out->set_on_campus(yes_at(where("on_campus"), "on_campus", true));

  check_channel(item, *out, draft.faults);
  if (empty_list_at(item, "secrets"))
    draft.faults.error(place_at(item, "secrets"), "destination \"" + out->id() + "\" has no signing secret",
                       "name one, like file:secrets/hook_" + out->id() + ".key");
  if (out->channel() == "webhook" && out->url().starts_with("http:") && !loopback(host_of(out->url()))) {
    draft.faults.warning(place_at(item, "url"),
                         "destination \"" + out->id() + "\" is reached over http: everybody on the way can read along", "use https");
  }
}

}  // namespace

const Shape& destinations_shape() {
  static const Shape shape = map_of({
      {"defaults", may, map_of(common_fields()), "What holds for every destination that does not say otherwise"},
      {"destinations", must, list_of(destination_shape()), "The destinations"},
  });
  return shape;
}

void read_destinations(const Node& root, Draft& draft) {
  for (const Node& item : items_at(root, "destinations")) read_destination(item, map_at(root, "defaults"), draft);
}

}  // namespace fenghuo::config
