// The link of a duty's message, and of one that asks nothing (a digest, a brief, a report). Looking changes nothing; only a POST of a form
// acts, in the name of the message's party alone. Thread: the loop's.
#pragma once

#include "services/gateway/link_open.hpp"

namespace fenghuo::gateway {

bool is_duty_link(const wire::LinkView& link);
bool is_reading_link(const wire::LinkView& link);

Response show_duty(const OpenedLink& opened);
Task<Response> post_duty(App& app, const Request& request, OpenedLink opened);

Response show_reading(const OpenedLink& opened);
Response post_reading(const OpenedLink& opened);

}  // namespace fenghuo::gateway
