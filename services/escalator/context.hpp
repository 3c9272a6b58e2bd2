// What a decision works on: the job, the rules, and the Decision being written. One per call of decide(); one thread; refers to job and
// indexes.
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/ids.hpp"
#include "common/clock/clock.hpp"
#include "common/messages/frame.hpp"
#include "services/escalator/decide.hpp"
#include "services/escalator/index.hpp"

namespace fenghuo::escalator {

// Why everybody who was told hears something without having to act. Decided while the inbox is read, said once, after its last item.
enum class News { none, taken, lowered, closed };

class Context {
 public:
  Context(const wire::DecideJob& job_, const Index& active_, const Index& policy_, const std::string& active_hash_);

  const wire::DecideJob& job;
  const Index& active;  // people, contacts, calendar: as they are now
  const Index* policy;  // ladders: as they were when the matter opened
  const std::string& active_hash;
  const Instant now;
  wire::Decision out;
  wire::Matter& m;  // out.matter

  // Who does what is being decided, and when it happened: stamped on every event.
  std::string actor;
  std::string account;  // the door and token it came by ("api/<token>", "cli:<user>"), which nobody can type; empty for a tick
  std::string signer;   // the name that somebody gave, of an act alone: stamped on its events as text, which is deleted after its time
  Instant at;
  std::string cause;        // unique within the matter's life: the item's id; empty for a tick
  std::string liaison_for;  // party whose act a liaison does: what it does says so (由联络员代签); empty: nobody's

  News news = News::none;
  std::string news_cause, news_party;
  std::set<std::string> asked_now;  // parties that this decision has asked already: one message each
  bool just_opened = false;

  // When a duty's lamp changes, and the deadline this was reckoned for: one decision asks several times.
  struct Lamps {
    Instant from, due, approaching, imminent;
  };
  mutable std::optional<Lamps> lamps;

  bool closed() const;
  const wire::Ladder& ladder() const { return policy->ladder(m.level()); }
  int last_rung() const { return ladder().rungs_size() - 1; }

  using Fields = std::initializer_list<std::pair<std::string_view, std::string>>;
  void event(std::string_view kind, Fields fields = {}, std::string_view text = {});
  // From here on the clock acts, not a person.
  void tick(Instant due);
  // What a tick in the midst of a person's act must give back.
  struct Who {
    std::string actor, account, signer, cause;
    Instant at;
  };
  Who who() const { return {actor, account, signer, cause, at}; }
  void go_on(const Who& who);
  // closed outweighs lowered outweighs taken. party: whose act it was.
  void tell_news(News what, std::string_view party = {});
};

inline std::string text_of(Instant t) { return std::to_string(to_ms(t)); }
inline constexpr const char* own_name = "escalator";

wire::Told* find_told(wire::Matter& m, std::string_view party);
void drop_told(wire::Matter& m, std::string_view party);
bool contains(const google::protobuf::RepeatedPtrField<std::string>& list, std::string_view value);
void erase_value(google::protobuf::RepeatedPtrField<std::string>* list, std::string_view value);
std::string joined(const std::vector<std::string>& parties);

}  // namespace fenghuo::escalator
