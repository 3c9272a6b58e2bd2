// Messages of a decision: one for each destination of a party, with everything the sender needs frozen into its model.
//
// Off campus go level, number, category and times; the topic's text stays on campus, and in quarantine nobody is told it.
#pragma once

#include "services/escalator/context.hpp"

namespace fenghuo::escalator {

// Entries that one message of a digest or brief lists, each with its links; its matter keeps more of them.
inline constexpr int most_listed = 50;

// What a person reads: subject, and the text on campus and off it.
struct Words {
  std::string subject, inside, outside;
};

enum class Valid { ask, inform, verify, news, duty, digest, always };  // what has to hold when the message leaves; digest: not handed on

struct Telling {
  std::string party;
  std::string kind;  // warning | escalation | notice | reminder | stand_down | digest
  bool ask = false;
  std::uint32_t step = 0, repeat = 0;
  Words words;
  std::string reason;   // why this message, in a few words
  std::string wording;  // notice | submit_up
  std::string clause;
  std::string on_behalf;  // leaders for whom the reader may answer: "role:a,role:b"
  Instant ack_by{};
  bool late_batch = false;
  bool every_channel = false;  // all contacts at once; else the first, and the next one when a message is dead
  std::string destination;     // this one alone
  Valid valid = Valid::inform;
  std::string serial;  // makes what is said outside the ladder unique: what and the item's id
  Instant not_before{};
  Instant expires{};     // none: as long as is usual for what it is
  Instant not_after{};   // where there is one it expires then at the latest: what it says is no longer true
  bool at_once = false;  // a person's act is answered, or waits for nobody's morning: leaves at any hour
  std::vector<wire::Invitation> invitations;
};

// Who may be disturbed when: a warning's messages go by its ladder and its quiet hours, the answer to a person's act leaves at once, and
// all else (reminders, slips, digests, briefs, reports, notices that the clock or another unit's act causes) leaves in the hours of
// reminders of a working day alone, at every attempt (docs/adr/0020-when-messages-leave.md).
bool keeps_hours(const Context& ctx, const Telling& telling);

// Queues it; the number of destinations, 0 = nobody there.
std::uint32_t send(Context& ctx, const Telling& telling);
// Queues a call to take the matter or to know of it, and remembers that the party was told.
void tell(Context& ctx, const Telling& telling);
// The party's contact after this one, in the order in which they are tried; none: null.
const wire::Destination* next_contact(const Context& ctx, const Telling& telling, std::string_view dead);
// Of a duty: a newer question, reminder or slip says all that the older ones said. What waits still is taken back; an order (overdue) and
// what answers a person (notice) stay.
void supersede_reminders(Context& ctx, const std::string& party);
// Whether this decision has called the party already.
bool called_now(const Context& ctx, const std::string& party);

// A message of the party's last telling is dead: the same over its next contact. False: there is none.
bool tell_by_next_channel(Context& ctx, const wire::Told& told, std::string_view dead_destination);

// Tells the operator's role what no rung can deliver. Harmless when there is none.
void alarm_operator(Context& ctx, const std::string& serial);

std::string shown_title(const wire::Matter& m);  // 待复核… while in quarantine
std::uint32_t step_now(const wire::Matter& m);

}  // namespace fenghuo::escalator
