// One file of signals: read, judged at the border, submitted in batches, answered for line by line. Thread: the caller's; submit may block.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "common/base/result.hpp"
#include "common/messages/frame.hpp"

namespace fenghuo::opinion {

using Submitter = std::function<Result<wire::Accepted>(wire::Submit)>;

struct Taken {
  std::size_t accepted = 0, duplicate = 0, refused = 0;
  std::string why;                             // one line for each refused signal: its place, its id when it has one, the reason
  std::map<std::string, std::size_t> reasons;  // of the refused ones, for the log: how many for each
};

// An Error means: nobody answered, or the store is in trouble; the file stays where it is and is read again later.
Result<Taken> take_text(const std::string& text, bool lines, const wire::Bundle& bundle, const std::string& provider,
                        const Submitter& submit);

}  // namespace fenghuo::opinion
