#include "services/webhook/render.hpp"

#include <boost/json.hpp>

#include "common/base/ids.hpp"
#include "common/clock/zone.hpp"
#include "common/http/link_token.hpp"
#include "common/messages/entry_buttons.hpp"
#include "common/messages/number_mark.hpp"

namespace fenghuo::webhook {
namespace {

namespace json = boost::json;

// Boost.JSON keeps the order in which names were added, so the order below is the order on the wire.

json::value time_or_null(std::int64_t ms) {
  if (ms == 0) return nullptr;
  return json::value(rfc3339(instant(ms)));
}

json::value text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::value(text);
}

json::object matter(const wire::SendJob& job) {
  const auto& model = job.model();
  json::object out{{"id", id_text(model.matter_id())},
                   {"number", job.matter_number()},
                   {"key", text_or_null(model.key())},  // not off campus
                   {"kind", model.kind()},
                   {"title", model.title()},
                   {"level", model.level()},
                   {"level_name", model.level_name()},
                   {"lamp", model.lamp()},
                   {"state", model.state()},
                   {"due_at", time_or_null(model.due_at())},
                   {"clause", model.clause()},
                   {"category", model.category()},
                   {"category_name", model.category_name()},
                   {"previous", text_or_null(model.previous())}};
  if (model.proposed()) out["proposed"] = true;  // 待校党委确认: awaits confirmation by the party committee
  return out;
}

json::object notification(const wire::SendJob& job) {
  const auto& model = job.model();
  return {{"id", notification_id(MessageId{job.message_id()})},
          {"step", model.step()},
          {"repeat", model.repeat()},
          {"kind", model.notice_kind()},
          {"reason", model.reason()},
          {"wording", model.wording()},
          {"late", model.late_batch()}};
}

json::object recipient(const wire::NotificationModel& model) {
  return {{"role", model.role()}, {"unit", model.unit()}, {"party", model.party()}, {"name", model.party_name()}};
}

std::string callback_url(std::string_view public_url) {
  while (!public_url.empty() && public_url.back() == '/') public_url.remove_suffix(1);
  return std::string{public_url}.append("/api/v1/callbacks/ack");
}

json::object ack(const wire::SendJob& job, const Links& links) {
  const std::string token = make_link_token(links.key, MessageId{job.message_id()}, instant(job.model().token_expires()));
  return {{"url", link_url(links.public_url, token)},
          {"callback_url", callback_url(links.public_url)},
          {"by", time_or_null(job.model().ack_by())}};
}

// Of a leader's brief each entry has a link of its own.
json::array entries(const wire::SendJob& job, const Links& links) {
  const auto& model = job.model();
  const MessageId message{job.message_id()};
  json::array out;
  out.reserve(static_cast<std::size_t>(model.entries_size()));
  for (const auto& one : model.entries()) {
    json::object entry{{"matter", id_text(one.matter_id())}, {"number", one.number()}, {"level", one.level()},
                       {"category", one.category()},         {"title", one.title()},   {"why", one.why()}};
    if (model.notice_kind() == "brief" && !entry_buttons(one).empty()) {
      const LinkEntry place{MatterId{one.matter_id()}, static_cast<std::uint16_t>(out.size())};
      entry["url"] = link_url(links.public_url, make_entry_token(links.key, message, instant(model.token_expires()), place));
    }
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

std::string render_body(const wire::SendJob& job, const Links& links) {
  const auto& model = job.model();
  json::object data{{"matter", matter(job)}, {"notification", notification(job)}, {"recipient", recipient(model)}};
  if (model.ask()) data["ack"] = ack(job, links);
  data["subject"] = numbered(model.subject(), job.matter_number());
  data["text"] = numbered(model.text(), job.matter_number());
  if (model.entries_size() > 0) data["entries"] = entries(job, links);
  return json::serialize(
      json::object{{"type", "matter.notified"}, {"timestamp", rfc3339(instant(model.decided_at()))}, {"data", std::move(data)}});
}

}  // namespace fenghuo::webhook
