// The page of a link to what is read and not acted on: a digest, a brief, a report; with buttons to the duties it lists. Pure.
#pragma once

#include <functional>
#include <string>

#include "common/http/link_token.hpp"
#include "common/template/duty_page.hpp"
#include "services/gateway/rules.hpp"

namespace fenghuo::gateway {

// What it holds, with a sentence what to do. address: of an entry's own page; empty: it has none.
DutyPage reading_page(const wire::LinkView& link, const Rules& rules, const std::function<std::string(LinkEntry)>& address);

}  // namespace fenghuo::gateway
