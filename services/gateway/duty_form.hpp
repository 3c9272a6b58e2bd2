// The forms of a duty's page: which fields an act has, and the act that a posted form is. Pure; an answer names the field and the way out.
//
// Everything typed is bounded, checked for what points at a person, and kept as it was typed when it is not taken. Dates are days of the
// bundle's zone; a day alone means the end of its office hours.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/template/duty_page.hpp"
#include "services/gateway/duty_acts.hpp"

namespace fenghuo::gateway {

struct DutyForm {
  std::optional<DutyAct> act;  // none: the form says no act that there is
  std::map<std::string, std::string, std::less<>> values;
  std::string once, seen;  // hexadecimal, or empty
  std::string problem;     // not empty: action is not to be sent
  wire::Action action;
};

std::vector<PageField> fields_of(const Standing& s, DutyAct act);
DutyForm read_duty_form(std::string_view body, const Standing& s);

// The same form sent twice is one act: its key within the links' scope. entry: the matter of a list's entry, 0: the message's own.
std::string key_of(const DutyForm& form, std::uint64_t message, std::uint64_t entry = 0);

}  // namespace fenghuo::gateway
