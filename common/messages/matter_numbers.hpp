// Numbers of matters and of their papers, as people write them: 督〔2027〕12号, 舆〔2027〕3号; a matter's second 督办单 is
// 督〔2027〕12号之二.
//
// The series of matters has no gaps, so later papers of one matter take no number of it: they are told apart by 之二, 之三 … Pure.
// Source: process.md, "Numbers people can say on the phone".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/messages/frame.hpp"

namespace fenghuo {

inline constexpr std::size_t most_numbers_named = 20;

// The numbers of matters in a text, each once, in their order; at most 20. A number stands by itself or behind a word such as 见 or 和: in
// 校督〔2027〕3号 it is another office's.
std::vector<std::string> numbers_named(std::string_view text);
// The same, with commas.
std::string matters_named(std::string_view text);

// "" for the first paper of a matter, then 之二, 之三 …
std::string slip_suffix(unsigned nth);
// 督〔2027〕12号 for 督〔2027〕12号之二: the matter whose paper it is.
std::string_view matter_of_slip(std::string_view number);

using Slips = google::protobuf::RepeatedPtrField<wire::Slip>;

unsigned orders_issued(const Slips& slips);
// Every issued 督办单 without a number takes it from its matter's.
void number_orders(Slips& slips, const std::string& matter_number);
// What the paper that was issued last bears; empty while there is none.
std::string last_order_number(const wire::DutyState& duty);

}  // namespace fenghuo
