#include "common/signals/typed_text.hpp"

#include "common/base/bytes.hpp"
#include "common/signals/identifying.hpp"
#include "common/signals/signals.hpp"

namespace fenghuo {
namespace {

bool has_control(std::string_view text, bool lines) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    if (lines && (c == '\n' || c == '\t')) return false;
    return (c >= 0 && c < ' ') || c == 0x7F;
  });
}

Result<void> fault(std::string_view field, std::string_view what) { return fail(std::string(field) + ": " + std::string(what)); }

Result<void> check(std::string_view field, std::string_view text, std::size_t most, Links links, bool lines) {
  if (text.size() > most) return fault(field, "longer than " + std::to_string(most) + " bytes");
  if (has_control(text, lines)) return fault(field, "has control characters");
  if (looks_identifying(text, links)) return fault(field, identifying_words());
  return {};
}

Result<void> check_title(std::string_view title) {
  if (title.empty()) return fault("title", "must not be empty");
  if (utf8_length(title) > max_title_characters)
    return fault("title", "longer than " + std::to_string(max_title_characters) + " characters");
  return check("title", title, max_title_characters * 4, Links::refused, false);
}

}  // namespace

Result<void> check_typed(const wire::Action& action) {
  if (auto ok = check("by", action.by(), max_name_bytes, Links::refused, false); !ok) return ok;
  if (action.kind() == wire::REDACT_TITLE) return check_title(action.note());
  if (auto ok = check("note", action.note(), max_typed_bytes, Links::refused, true); !ok) return ok;
  if (auto ok = check("reason", action.reason(), max_typed_bytes, Links::refused, true); !ok) return ok;
  if (auto ok = check("place", action.place(), max_name_bytes, Links::refused, false); !ok) return ok;
  if (auto ok = check("materials", action.materials(), max_typed_bytes, Links::refused, true); !ok) return ok;
  return check("evidence", action.evidence(), max_typed_bytes, Links::allowed, true);
}

Result<void> check_typed(const wire::Obligation& obligation) {
  if (auto ok = check("title", obligation.title(), max_title_characters * 4, Links::refused, false); !ok) return ok;
  if (auto ok = check("basis", obligation.basis(), max_name_bytes * 2, Links::refused, false); !ok) return ok;
  for (const auto& proof : obligation.proof()) {
    if (auto ok = check("proof", proof, max_name_bytes * 2, Links::refused, false); !ok) return ok;
  }
  return {};
}

Result<void> check_event_number(std::string_view number) {
  if (number.size() > max_name_bytes) return fault("event", "longer than " + std::to_string(max_name_bytes) + " bytes");
  if (has_control(number, false)) return fault("event", "has control characters");
  return id_looks_identifying(number) ? fault("event", identifying_words()) : Result<void>{};
}

Result<void> check_signer(std::string_view name, bool english) {
  if (name.empty()) return fail(english ? "Please say who acknowledges." : "请填写签收人。");
  if (utf8_length(name) > max_signer_characters) return fail(english ? "The name is longer than 20 characters." : "签收人不能超过20字。");
  if (has_control(name, false) || looks_identifying(name)) return fail(std::string(identifying_words(english)) + (english ? "" : "。"));
  return {};
}

}  // namespace fenghuo
