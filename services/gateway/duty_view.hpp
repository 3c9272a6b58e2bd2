// The page of a duty's link as the ledger sees the duty now: what is wanted, by when, who has it, and the forms. Pure.
#pragma once

#include <string>

#include "common/template/duty_page.hpp"
#include "services/gateway/duty_form.hpp"

namespace fenghuo::gateway {

// Without forms: for what an act has come to.
DutyPage duty_heading(const Standing& s);
// once: of the forms, 32 hexadecimal digits.
DutyPage duty_page(const Standing& s, const std::string& once);
// The same with what was typed and why it was not taken.
DutyPage duty_page_again(const Standing& s, const DutyForm& form, const std::string& once);

}  // namespace fenghuo::gateway
