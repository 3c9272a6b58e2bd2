// The ladder's own clock: when rungs and repeats fall due, and how it stands still while somebody is committed. Pure arithmetic on the
// matter.
//
// Once the last rung is reached the clock is set to zero there: its repeats count from it.
#pragma once

#include <optional>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// Zero is now, nothing reached; held to the end of quiet hours where the level's rule says so and breaks_through does not.
void start_ladder(Context& ctx, bool breaks_through);
void pause_ladder(wire::Matter& m, Instant at);
void resume_ladder(wire::Matter& m, Instant at);

// t, or the end of quiet hours when t lies in them and the level waits for the morning.
Instant after_quiet(const Context& ctx, Instant t);
Instant rung_due(const Context& ctx, int rung);
Instant repeat_due(const Context& ctx);
Millis repeat_every(const wire::Ladder& ladder);
// When the next rung or repeat falls due; nothing while the clock stands.
std::optional<Instant> next_call(const Context& ctx);
// When it is due at once because nobody the present rung asked can be reached.
std::optional<Instant> forced_call(const Context& ctx);
// Until when the present rung wants an answer.
Instant answer_by(const Context& ctx);

// The first target (not on request) that lies after t.
std::optional<Instant> next_target(const Context& ctx, Instant t);
Millis progress_every(const wire::Ladder& ladder);

// The new instant of zero after late repeats collapsed, or the last rung was reached out of time.
inline constexpr Millis late_enough_to_anchor = std::chrono::minutes{1};

}  // namespace fenghuo::escalator
