// Prints how an operator's act went: the same shape for all of them. Thread: main.
#pragma once

#include <string>

#include "services/fenghuo/access.hpp"

namespace fenghuo::cli {

// done: what to say when it went well. --json: {"ok", "reason", "info": {…}}. A refusal is exit_problems with its reason.
Result<int> say_operated(const Result<wire::Operated>& answer, const std::string& done, bool as_json);

}  // namespace fenghuo::cli
