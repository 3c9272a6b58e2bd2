// CURVE on both ends, failing closed: bad keys are Errors, and a bound socket must prove that it refuses a key nobody knows.
// Thread: the socket's. Failure: an Error that names the endpoint or the key's role, never a secret.
#pragma once

#include <string>

#include "common/bus/context.hpp"

namespace fenghuo::bus {

// Before bind: starts the key check, sets keys, domain and ZAP_ENFORCE_DOMAIN. Keep the Pass as long as the socket.
Result<ZapHandler::Pass> guard_server(zmq::socket_t& socket, Context::Impl& context, const Curve& curve);
// After bind: a client with a key made a moment ago must be refused by the key check (not merely hear nothing).
Result<void> prove_guarded(Context::Impl& context, const std::string& endpoint, const Curve& curve, bool publisher);

Result<void> guard_client(zmq::socket_t& socket, const Curve& curve);

}  // namespace fenghuo::bus
