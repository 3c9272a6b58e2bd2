// Who has something to do about a duty now, or a report that waits to be signed, and the daily digest that tells them so. Leaders are left
// out: they have their brief. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

struct Todo {
  std::string party;
  const char* what = "";  // overdue | due_soon | verify | sign | date | take: a matter counts once for a party
};

std::vector<Todo> todos_of(const Context& ctx);
std::int64_t todo_deadline(const Context& ctx);
std::string todo_prefix(std::string_view party);  // "todo|unit:hq|"

// A party that has something new to do is named in its next digest. What was told already stands in the matter's entries.
void tell_daily(Context& ctx);
// A draft waits to be signed: named in its reader's next digest.
void tell_signing(Context& ctx);
// It is done: counted in the owner's next digest, should there be one.
void tell_closed(Context& ctx);

}  // namespace fenghuo::escalator
