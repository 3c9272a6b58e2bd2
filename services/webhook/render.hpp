// The body of a webhook, matter.notified; its exact bytes stand in render_test.cpp.
//
// Pure and deterministic: the same job gives the same bytes in every attempt, on every host. Everything comes from the frozen model, from
// the bundle the message was decided with (public_url) and from the key of the links; nothing from the clock.
#pragma once

#include <string>
#include <string_view>

#include "common/messages/frame.hpp"

namespace fenghuo::webhook {

struct Links {
  std::string_view public_url;  // of the message's own bundle
  std::string_view key;         // signs /a/{token}
};

std::string render_body(const wire::SendJob& job, const Links& links);

}  // namespace fenghuo::webhook
