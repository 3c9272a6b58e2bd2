// Facts of the ledger that digests and reports are made of: asked for when they are due, read when the ledger has given them. Pure.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// Null: not given.
const wire::Fact* find_fact(const wire::DecideJob& job, std::string_view facet);
// False: some are missing and have been asked for; the decision is made again with them.
bool have_facts(Context& ctx, std::initializer_list<std::string> facets);

// "todo|unit:hq|overdue|1784…" → its words.
std::vector<std::string_view> words_of(std::string_view facet);
// A time as a facet holds it, so that the order of names is that of times; and back, 0 for what is none.
std::string time_word(std::int64_t ms);
std::int64_t time_of(std::string_view word);

}  // namespace fenghuo::escalator
