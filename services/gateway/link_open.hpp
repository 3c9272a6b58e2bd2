// Opening a link: its token, the rules in force, and the matter and message it stands for as the ledger sees them now. A page instead when
// one of them can't be had. Thread: the loop's.
//
// The link of one entry of a brief stands for that entry's duty and for the brief's reader, or for the leader whose liaison reads it: the
// message's party is then the leader. It lives and dies with the brief's own link.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/http/link_token.hpp"
#include "common/template/ack_page.hpp"
#include "services/gateway/app.hpp"
#include "services/gateway/http_types.hpp"

namespace fenghuo::gateway {

struct OpenedLink {
  std::shared_ptr<const Rules> rules;
  wire::LinkView link;
  bool english = false;
  std::optional<LinkEntry> entry;  // of the message's list
  std::string liaison;             // who reads it for the link's party, a leader
  std::optional<Response> end;     // there is nothing more to do: this is the answer
};

Task<OpenedLink> open_link(App& app, const Request& request);

// HTML that nothing frames, indexes or runs a script in, and that sends its address nowhere.
Response html_response(int status, std::string html);
Response page_response(int status, const AckPage& page, const Rules* rules);
// A page that knows nothing of the matter.
Response plain_page(int status, AckState state, const OpenedLink& opened);
Response down_page(const OpenedLink& opened);

}  // namespace fenghuo::gateway
