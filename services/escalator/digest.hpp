// Digests are matters of their own kind: entries join until the digest's time, then one message lists them and the matter closes.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

std::string digest_audience(const Context& ctx);         // party that reads the daily digest
void join_digest(Context& ctx, const std::string& why);  // this matter becomes an entry of the next one

bool is_digest(const wire::DecideJob& job);
wire::ItemOutcome add_entry(Context& ctx, const wire::DigestEntry& entry);
wire::ItemOutcome take_digest_failure(Context& ctx, const wire::DeliveryFailed& failed);
void tick_digest(Context& ctx);  // sends it once its time has come
Instant digest_time(const Context& ctx);

}  // namespace fenghuo::escalator
