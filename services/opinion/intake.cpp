#include "services/opinion/intake.hpp"

#include "common/base/bytes.hpp"
#include "common/signals/signals.hpp"

namespace fenghuo::opinion {
namespace {

constexpr int batch_items = 500;

struct Batch {
  wire::Submit submit;
  std::vector<std::size_t> places;  // in the file
  std::vector<std::string> ids;
};

bool store_trouble(const std::string& reason) { return reason.starts_with("full") || reason.starts_with("storage"); }

void refuse(Taken& taken, std::size_t place, const std::string& id, const std::string& reason) {
  ++taken.refused;
  ++taken.reasons[reason];
  taken.why += std::to_string(place + 1) + (id.empty() ? "" : " " + id) + ": " + reason + "\n";
}

Result<void> send(Batch& batch, const Submitter& submit, Taken& taken) {
  if (batch.submit.items_size() == 0) return {};
  const auto accepted = submit(batch.submit);
  if (!accepted) return tl::unexpected(accepted.error());
  if (accepted->items_size() != batch.submit.items_size()) return fail("the ledger answered for another number of signals");
  for (int i = 0; i < accepted->items_size(); ++i) {
    const auto& item = accepted->items(i);
    if (item.status() == wire::NOT_ACCEPTED && store_trouble(item.reason()))
      return fail("the ledger can't store it now: " + printable(item.reason(), 200));
  }
  for (int i = 0; i < accepted->items_size(); ++i) {
    const auto& item = accepted->items(i);
    const auto at = static_cast<std::size_t>(i);
    if (item.status() == wire::OK_ACCEPTED)
      ++taken.accepted;
    else if (item.status() == wire::OK_DUPLICATE)
      ++taken.duplicate;
    else
      refuse(taken, batch.places[at], batch.ids[at],
             item.reason().starts_with("conflict") ? "conflict: the same signal_id with another content" : printable(item.reason(), 200));
  }
  batch.submit.clear_items();
  batch.places.clear();
  batch.ids.clear();
  return {};
}

}  // namespace

Result<Taken> take_text(const std::string& text, bool lines, const wire::Bundle& bundle, const std::string& provider,
                        const Submitter& submit) {
  Taken taken;
  auto parsed = lines ? parse_signal_lines(text, bundle, provider) : parse_signals(text, bundle, provider);
  if (!parsed) {
    taken.refused = 1;
    ++taken.reasons[parsed.error().message];
    taken.why = "the whole file: " + parsed.error().message + "\n";
    return taken;
  }
  Batch batch;
  batch.submit.set_scope(signal_scope(provider));
  batch.submit.set_intake_class(wire::WARNING);
  for (std::size_t place = 0; place < parsed->size(); ++place) {
    auto& item = (*parsed)[place];
    if (!item.signal) {
      refuse(taken, place, item.signal_id, item.signal.error().message);
      continue;
    }
    *batch.submit.add_items() = submit_item(std::move(*item.signal), bundle);
    batch.places.push_back(place);
    batch.ids.push_back(item.signal_id);
    if (batch.submit.items_size() < batch_items) continue;
    if (auto sent = send(batch, submit, taken); !sent) return tl::unexpected(sent.error());
  }
  if (auto sent = send(batch, submit, taken); !sent) return tl::unexpected(sent.error());
  return taken;
}

}  // namespace fenghuo::opinion
