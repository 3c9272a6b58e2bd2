// Reads the JSON body of POST /api/v1/matters: an event of the catalogue that came about, or a matter opened by hand (立项). Pure; an
// Error's text is for the caller and repeats no value.
#pragma once

#include <variant>

#include "common/obligations/opening.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

using OpenRequest = std::variant<obligations::EventOpening, obligations::HandOpening>;

// Strict: one form or the other, no other field, free text that names nobody.
Result<OpenRequest> read_opening(std::string_view body);

// Whether a token may open it. A token without a party opens anything; so does that of the office that supervises or dispatches. Any other
// reports events of its own party, or of a role it is the office of, and opens nothing by hand.
bool may_open(const ApiToken& token, const OpenRequest& request, const std::string& party, const wire::Bundle& bundle);

}  // namespace fenghuo::gateway
