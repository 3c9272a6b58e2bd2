// What was typed after `fenghuo matters <act>`, and the act it makes. Pure: now is the ledger's clock, names are the bundle's. An Error
// names the option, the value and the way out.
#pragma once

#include <string>
#include <vector>

#include "common/clock/zone.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::cli {

struct ActOptions {
  wire::ActionKind kind = wire::ACTION_UNSET;
  std::string matter, as, by, note, reason, evidence, to, level, place, materials, answer, slip, into;
  std::string until, at, materials_by;  // times as people write them (reference.hpp)
  std::uint32_t minutes = 0;
  std::vector<std::string> support, cites;
  bool end = false;  // HOLD: ends it
};

// account: who acts when --by is left out. MERGE's --into is looked up by whoever submits it.
Result<wire::Action> action_of(const ActOptions& options, const std::string& account, Instant now, const wire::Bundle& bundle,
                               const Zone& zone);

// role:<id> or unit:<id> of the directory in force; anything goes while no directory is known. Error: "--as: …".
Result<void> check_party(const std::string& option, const std::string& party, const wire::Bundle& bundle);

// "due_at: what" said of a field, as it is said of an option: "--due: what". renamed: fields whose option has another name.
std::string as_option(const std::string& message, const std::vector<std::pair<std::string, std::string>>& renamed = {});

}  // namespace fenghuo::cli
