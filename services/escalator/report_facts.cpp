#include "services/escalator/report_facts.hpp"

#include <charconv>

namespace fenghuo::escalator {
namespace {

constexpr std::size_t digits = 13;  // milliseconds until the year 2286

}  // namespace

const wire::Fact* find_fact(const wire::DecideJob& job, std::string_view facet) {
  for (const auto& fact : job.facts()) {
    if (fact.facet() == facet) return &fact;
  }
  return nullptr;
}

bool have_facts(Context& ctx, std::initializer_list<std::string> facets) {
  for (const auto& facet : facets) {
    if (find_fact(ctx.job, facet) == nullptr) ctx.out.add_need_facts(facet);
  }
  return ctx.out.need_facts_size() == 0;
}

std::vector<std::string_view> words_of(std::string_view facet) {
  std::vector<std::string_view> out;
  for (std::size_t from = 0; from <= facet.size();) {
    const auto end = std::min(facet.find('|', from), facet.size());
    out.push_back(facet.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

std::string time_word(std::int64_t ms) {
  const std::string text = std::to_string(std::max<std::int64_t>(0, ms));
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::int64_t time_of(std::string_view word) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && end == word.data() + word.size() ? value : 0;
}

}  // namespace fenghuo::escalator
