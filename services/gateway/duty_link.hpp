// The link of a duty's message or of one entry of a list, and of what is only read (a digest, a brief, a report). Looking changes nothing;
// only a POST of a form acts, in the name of the link's party alone. Thread: the loop's.
#pragma once

#include "services/gateway/link_open.hpp"

namespace fenghuo::gateway {

bool is_duty_link(const wire::LinkView& link);
bool is_reading_link(const wire::LinkView& link);

// answer: to an invitation, as the mail's button has it: the form begins with it.
Response show_duty(const OpenedLink& opened, std::string_view answer);
Task<Response> post_duty(App& app, const Request& request, OpenedLink opened);

Response show_reading(const App& app, const OpenedLink& opened);
Response post_reading(const App& app, const OpenedLink& opened);

}  // namespace fenghuo::gateway
