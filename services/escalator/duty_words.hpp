// The Chinese of everything said about a duty (page.md, "Messages"). Pure; what is wanted, by when, and the clause it rests on. A number
// that the ledger has not taken yet stands as {number}. Nothing here judges: the machine only knows what has arrived.
#pragma once

#include <string>
#include <vector>

#include "services/escalator/notify.hpp"

namespace fenghuo::escalator {

// ---- pieces
std::string day_of(const Context& ctx, Instant t);         // 7月8日（周三）
std::string moment_of(const Context& ctx, Instant t);      // 7月8日（周三）14:00
std::string deadline_of(const Context& ctx, Instant due);  // 7月15日17:30; midnight is 7月14日24:00
std::string basis_of(const Context& ctx);                  // 《实施办法》四（一）1, or the basis of a matter opened by hand
std::string proposed_mark(const Context& ctx);             // （默认值待校党委确认）, or nothing: all of it is confirmed
std::string closing_line(const Context& ctx);              // basis, telephone, the footer
std::string proof_of(const Context& ctx);                  // what proves completion
Words said(std::string subject, const std::string& text);  // the same on campus and off it

// ---- reminders and slips (duty_words.cpp)
Words announce_words(const Context& ctx);
Words remind_words(const Context& ctx);
Words hint_words(const Context& ctx);
Words urge_words(const Context& ctx);
Words draft_words(const Context& ctx);
Words order_words(const Context& ctx, const wire::Slip& slip, Instant received_until);
Words report_up_words(const Context& ctx);
std::string lateness_text(const Context& ctx);  // 逾期3个工作日

// ---- what people did, and what waits for them (duty_words_acts.cpp)
Words assigned_words(const Context& ctx, const std::string& from);
Words refer_words(const Context& ctx, const std::string& from, const std::string& reason);
Words sent_back_words(const Context& ctx, const std::string& reason);
Words to_verify_words(const Context& ctx);
Words extension_words(const Context& ctx, const wire::Extension& extension);
Words extension_decided_words(const Context& ctx, const wire::Extension& extension);
Words date_moved_words(const Context& ctx, Instant from);  // from {}: not known any more
Words fault_words(const Context& ctx);
Words look_up_words(const Context& ctx);  // something was said that did not arrive and can't be said again
Words finished_words(const Context& ctx);
Words goes_on_words(const Context& ctx);
Words joined_words(const Context& ctx, const std::string& other);
Words merged_support_words(const Context& ctx);
Words by_hand_words(const Context& ctx, const std::string& party, const std::string& what);
Words pressed_words(const Context& ctx, const std::string& reason);

// ---- what an edit of the catalogue does (duty_words_edit.cpp)
Words handed_over_words(const Context& ctx);  // to whoever is out
Words no_support_words(const Context& ctx);
Words given_back_words(const Context& ctx);  // to an owner who had taken it on before
Words lead_words(const Context& ctx);        // to the unit that leads a leader's duty now
Words support_words(const Context& ctx);
Words reopened_words(const Context& ctx);

// ---- meetings (duty_words_meeting.cpp)
Words ask_date_words(const Context& ctx);
Words meeting_words(const Context& ctx, std::string_view head);  // head: 会议 | 会议提醒 | 会议改期 | 会议取消 | 会议恢复 | 会议调整
Words phone_words(const Context& ctx, const std::vector<std::string>& parties);
Words answer_words(const Context& ctx, const std::string& party, std::string_view level);

// ---- a leader's brief (duty_words_brief.cpp)
std::size_t rank_of(const wire::DigestEntry& entry);  // 0: an invitation … the last: only to be read
void order_entries(wire::Matter& brief);  // as they are said: the mail has a line for each of the first most_listed, before all else
Words brief_words(const Context& ctx);    // of entries in order
std::string read_on_behalf(const wire::Matter& brief);  // leaders whose entries a liaison reads: "role:a,role:b"

}  // namespace fenghuo::escalator
