#include "services/fenghuo/verify.hpp"

#include <boost/json.hpp>
#include <charconv>

#include "common/base/bytes.hpp"
#include "common/clock/zone.hpp"
#include "common/storage/journal_format.hpp"

namespace fenghuo::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t most_faults = 100;  // a journal that is broken everywhere need not say so everywhere

std::string hash_name(std::string_view hash) { return to_hex(hash).substr(0, 16) + "…"; }

}  // namespace

ChainVerifier::ChainVerifier(std::vector<wire::SealView> seals) : seals_(std::move(seals)) {
  check_seal_order();
  next_seq_ = seals_.empty() ? 0 : seals_.front().first_seq();
}

void ChainVerifier::check_seal_order() {
  std::uint64_t expected = 1;
  for (const auto& seal : seals_) {
    if (seal.first_seq() != expected) {
      fault(expected, "the seals leave out events " + std::to_string(expected) + " to " + std::to_string(seal.first_seq() - 1));
    }
    if (seal.last_seq() < seal.first_seq()) fault(seal.first_seq(), "a seal ends before it begins");
    expected = seal.last_seq() + 1;
  }
}

bool ChainVerifier::add(const wire::EventView& event) {
  if (current_ >= seals_.size() || event.seq() > seals_.back().last_seq()) return false;
  if (event.seq() != next_seq_) {
    fault(next_seq_, event.seq() > next_seq_ ? "events are missing up to " + std::to_string(event.seq()) : "events are out of order");
  }
  // A gap may have swallowed whole seals: they fail their own check, and the chain is taken up behind them.
  while (current_ < seals_.size() && event.seq() > seals_[current_].last_seq()) close_seals();
  next_seq_ = event.seq() + 1;
  ++events_;
  check_text(event);
  gathered_.push_back(journal::event_bytes(event));
  if (event.seq() == seals_[current_].last_seq()) close_seals();
  return current_ < seals_.size();
}

void ChainVerifier::check_text(const wire::EventView& event) {
  if (event.text().empty() && event.salt().empty()) {
    if (!event.text_digest().empty()) ++texts_deleted_;
    return;
  }
  if (journal::text_digest(event.salt(), event.text()) != event.text_digest()) {
    fault(event.seq(), "the text of a " + printable(event.kind()) + " event is not the text that was sealed");
  }
}

// Checks the current seal against what was gathered for it, and goes to the next.
void ChainVerifier::close_seals() {
  const auto& seal = seals_[current_];
  const std::string previous = current_ == 0 ? journal::genesis() : seals_[current_ - 1].hash();
  journal::Sealer sealer(previous, seal.first_seq(), seal.last_seq(), seal.at());
  for (const auto& bytes : gathered_) sealer.add(bytes);
  if (const std::string hash = sealer.finish(); hash != seal.hash()) {
    fault(seal.first_seq(), "the seal of events " + std::to_string(seal.first_seq()) + " to " + std::to_string(seal.last_seq()) + " says " +
                                hash_name(seal.hash()) + ", the events give " + hash_name(hash));
  }
  gathered_.clear();
  ++current_;
}

void ChainVerifier::finish(const wire::HeadView& head) {
  if (current_ < seals_.size()) {
    fault(next_seq_, "events are missing from here to " + std::to_string(seals_.back().last_seq()));
    while (current_ < seals_.size()) close_seals();
  }
  public_key_ = head.public_key();
  check_head(head, "the head");
}

void ChainVerifier::check_against(const wire::HeadView& kept) {
  if (kept.signature().empty()) return check_place(kept, "the kept position");
  if (kept.public_key() != public_key_) fault(kept.seq(), "the kept head was signed by another key than the ledger has now");
  check_head(kept, "the kept head");
}

void ChainVerifier::check_head(const wire::HeadView& head, const std::string& name) {
  if (!journal::head_signature_holds(head)) fault(head.seq(), "the signature of " + name + " does not hold");
  check_place(head, name);
}

void ChainVerifier::check_place(const wire::HeadView& head, const std::string& name) {
  if (head.seq() == 0) return;
  const auto at = std::ranges::lower_bound(seals_, head.seq(), {}, &wire::SealView::last_seq);
  if (at == seals_.end()) {
    fault(head.seq(), name + " speaks of event " + std::to_string(head.seq()) + ", the journal ends before it: it was cut off");
  } else if (at->last_seq() != head.seq() || at->hash() != head.hash()) {
    fault(head.seq(), name + " names another hash for event " + std::to_string(head.seq()) + ": the journal was rewritten");
  }
}

void ChainVerifier::fault(std::uint64_t seq, const std::string& what) {
  if (faults_.size() < most_faults) faults_.push_back("event " + std::to_string(seq) + ": " + what);
}

std::string head_json(const wire::HeadView& head) { return journal::head_text(head); }

std::optional<wire::HeadView> parse_position(std::string_view text) {
  const auto first = text.find(':'), second = text.find(':', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto digits = text.substr(first + 1, second - first - 1);
  std::uint64_t seq = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), seq);
  const auto hash = from_hex(text.substr(second + 1));
  if (ec != std::errc{} || end != digits.data() + digits.size() || !hash || hash->size() != 32) return std::nullopt;
  wire::HeadView head;
  head.set_stream(std::string(text.substr(0, first)));
  head.set_seq(seq);
  head.set_hash(*hash);
  return head;
}

Result<wire::HeadView> parse_head(std::string_view text) {
  wire::HeadView head;
  try {
    const json::value parsed = json::parse(json::string_view(text.data(), text.size()));
    const json::object& object = parsed.as_object();
    const auto word = [&](const char* name) { return json::value_to<std::string>(object.at(name)); };
    head.set_stream(word("stream"));
    head.set_seq(object.at("seq").to_number<std::uint64_t>());
    head.set_at(object.at("at_ms").to_number<std::int64_t>());
    const auto hash = from_hex(word("hash"));
    const auto signature = from_base64(word("signature"));
    const auto key = from_base64(word("public_key"));
    if (!hash || !signature || !key) return fail("hash is not hex, or signature or public_key is not base64");
    head.set_hash(*hash);
    head.set_signature(*signature);
    head.set_public_key(*key);
  } catch (const std::exception& error) {
    return fail(std::string("not a head as `fenghuo ledger head --json` prints it: ") + error.what());
  }
  return head;
}

}  // namespace fenghuo::cli
