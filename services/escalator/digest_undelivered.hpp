// A brief or digest that did not arrive. What missed its day is handed on to the next one: the reader has one mail a day, and no entry is
// lost. While its day lasts the reader's next contact is tried. When there is none left, every duty it spoke of hears that it did not reach
// its reader (undelivered is not late, duty_undelivered.hpp), and so does the operator; the same when entries have waited too long,
// however often they were handed on.
//
// Pure. docs/adr/0020-when-messages-leave.md
#pragma once

#include "services/escalator/notify.hpp"

namespace fenghuo::escalator {

inline constexpr const char* handed_on = "handed_on";  // close_reason of a digest whose entries went into the next

// What a kind of digest does about it.
struct DigestKind {
  std::optional<Telling> (*telling)(Context& ctx);  // its message once more; nothing: there is nothing to say, or it asks for facts
  // Sends its entries on to the digest of that day.
  void (*hand_on)(Context& ctx, Date day, const wire::DeliveryFailed& failed);
  Date (*next_day)(const Context& ctx, Instant t);  // of the first digest after t
  bool keeps_on = false;                            // what reached nobody is handed on all the same
};

wire::ItemOutcome take_undelivered(Context& ctx, const wire::DeliveryFailed& failed, const DigestKind& kind);

// A digest whose day has passed; failed: of its message, where one was sent.
void hand_on_whole(Context& ctx, const DigestKind& kind, const wire::DeliveryFailed& failed);
// The entry's matter hears that its reader was not reached.
void tell_matter(Context& ctx, const wire::DigestEntry& entry, const wire::DeliveryFailed& failed);
// Its day lasts, and reminders may leave.
bool in_its_day(const Context& ctx);
// A digest ends when the day of the next one begins: it never leaves beside it.
Instant ends_with_its_day(const Context& ctx, const DigestKind& kind);
// Nobody is there whom it could be sent to, or none of the contacts takes it. What a brief hands on is alarmed about once, however long it
// goes on being handed on (is_alarmed).
void reached_nobody(Context& ctx, const wire::DeliveryFailed& failed);
bool is_alarmed(const wire::Matter& brief, const wire::DigestEntry& entry);
void note_alarmed(wire::Matter& brief, const wire::DigestEntry& entry);
// The operator hears that what (每日呈阅, 督办周报 …) did not reach its reader; more: a sentence about it.
void alarm_undelivered(Context& ctx, const std::string& what, const std::string& more);

}  // namespace fenghuo::escalator
