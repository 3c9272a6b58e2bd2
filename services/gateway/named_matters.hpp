// Evidence that names other matters (督〔2027〕3号): each is looked up before the act is taken, so that a mistyped number is said to
// whoever typed it and nothing is half done. That there is such a number is all the door tells; what the matter is it doesn't. Thread: the
// gateway's one; failure: an Error when the ledger does not answer.
#pragma once

#include "services/gateway/app.hpp"

namespace fenghuo::gateway {

// The first number in a completion's evidence that no matter bears; empty: all are there, or the act is another.
Task<Result<std::string>> unknown_number(App& app, const wire::Action& action);

}  // namespace fenghuo::gateway
