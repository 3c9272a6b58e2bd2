// The heart: what happens to a matter. Pure: no socket, no storage, no clock, no random (jitter is a hash of the id).
//
// decide() takes a matter's whole inbox before any tick: a fact that was committed wins over a rung that falls due at the same instant.
// The same function runs live, in tests and in `fenghuo simulate`. It never throws for any input; thread-safe.
#pragma once

#include <memory>
#include <string>

#include "common/messages/frame.hpp"

namespace fenghuo::escalator {

class Index;  // the look-ups of a bundle, made once (index.hpp)

// The rules a decision is made with: the bundle in force, and the one whose ladders the matter climbs (the same for a new matter).
struct Rules {
  const wire::Bundle* active = nullptr;
  std::string active_hash;               // 32 bytes
  const wire::Bundle* ladder = nullptr;  // matter.policy; = active for a new matter
  const Index* active_index = nullptr;   // of these two bundles; made on the spot where they are absent
  const Index* ladder_index = nullptr;
};

// The look-ups of a bundle, for whoever makes many decisions with it. They refer to the bundle, which must outlive them.
std::shared_ptr<const Index> make_index(const wire::Bundle& bundle);

// job: matter (absent when version is 0), whole inbox in order, facts asked for, now in UTC ms, ladders_held.
// Returns a Decision against job.version; need_facts non-empty means: not decided, lease again with these facts.
wire::Decision decide(const wire::DecideJob& job, const Rules& rules);

}  // namespace fenghuo::escalator
