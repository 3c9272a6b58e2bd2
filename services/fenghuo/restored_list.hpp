// What a restored ledger holds back: its waiting messages, and the open matters with a step that has fallen due. Thread: main.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "services/fenghuo/access.hpp"

namespace fenghuo::cli {

struct RestoredList {
  std::vector<wire::DeliveryView> messages;  // oldest first; each is checked again when it leaves
  std::vector<wire::MatterView> due;         // the longest due first
};

bool held_after_restore(const wire::StatusView& status);
Result<void> read_restored(Access& access, std::int64_t now, RestoredList& list);

std::string restored_text(Access& access, const wire::StatusView& status, const RestoredList& list);
boost::json::object restored_json(Access& access, const wire::StatusView& status, bool held, const RestoredList& list);

}  // namespace fenghuo::cli
