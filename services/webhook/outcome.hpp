// Turns whatever became of a request into one of four outcomes. The one place of that policy; the times of retries are the ledger's
// (common/retry).
//
//   2xx                                        delivered, whatever happened to the reply's body
//   410                                        reject, and the destination is switched off: its receiver asked for that
//   429, 502, 503, 504                         retry, not before Retry-After
//   every other status, 3xx and 4xx included   retry by the schedule. Standard Webhooks retries whatever is not 2xx, and so do its users: a
//   401 or 404
//                                              is a receiver that is being set up or rotated far more often than one that never wants the
//                                              message
//   not reached, or broken before the whole request had left       retry
//   broken after the whole request had left                        ambiguous: it may have been acted on; sent again under the same id, and
//   marked the guard refused the address, or the url is none              reject: no repetition makes it right, the configuration has to
//
// Pure.
#pragma once

#include "common/http/curl_multi.hpp"
#include "common/messages/send_outcome.hpp"

namespace fenghuo::webhook {

wire::SendOutcome outcome_of(const HttpReply& reply, Instant wall_now);

}  // namespace fenghuo::webhook
