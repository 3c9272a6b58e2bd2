// The HTTP request of one attempt: the body's bytes are the same in every attempt, its timestamp and signatures are fresh. Pure.
#pragma once

#include "common/http/curl_multi.hpp"
#include "services/webhook/destinations.hpp"
#include "services/webhook/render.hpp"

namespace fenghuo::webhook {

HttpRequest make_request(const wire::SendJob& job, const Target& target, const Links& links, Instant wall_now);

}  // namespace fenghuo::webhook
